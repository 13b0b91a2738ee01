namespace StrategyEngine.Data.Tests.Architecture;

/// <summary>A folder of the core, as ARCHITECTURE.md describes it.</summary>
/// <param name="Path">The path below <c>src/StrategyEngine.Data</c>, or the name of the package for its own folder.</param>
/// <param name="About">The idea of the folder.</param>
/// <param name="Files">The files to begin with, which lie in the folder.</param>
/// <param name="MayKnow">The folders of the same pillar that it may know, by their last name.</param>
internal sealed record FolderRow(string Path, string About, string[] Files, string[] MayKnow);

namespace StrategyEngine.Data.Tests.Architecture;

/// <summary>A folder of a package.</summary>
/// <param name="Package">The name of the package, which is that of its assembly.</param>
/// <param name="Path">The path within the package, with <c>/</c> between its parts; empty for the package's own folder.</param>
internal sealed record SourceFolder(string Package, string Path)
{
    /// <summary>The first part of the path: the pillar. Empty for the package's own folder.</summary>
    public string Pillar => Path.Split('/')[0];

    public override string ToString() => Path.Length == 0 ? $"src/{Package}" : $"src/{Package}/{Path}";
}

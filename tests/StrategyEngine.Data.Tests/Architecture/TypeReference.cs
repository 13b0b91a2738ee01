namespace StrategyEngine.Data.Tests.Architecture;

/// <summary>That the code of one type names another one of the repository.</summary>
/// <param name="From">The folder of the type that knows.</param>
/// <param name="To">The folder of the type that is known.</param>
/// <param name="Known">The outermost type that is known.</param>
/// <param name="Text">Both types in full.</param>
internal sealed record TypeReference(SourceFolder From, SourceFolder To, string Known, string Text);

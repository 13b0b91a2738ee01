namespace StrategyEngine.Data.Tests.Architecture;

/// <summary>A declaration of a type that is not nested in another: one of its parts, if it is partial.</summary>
/// <param name="Name">The name alone.</param>
/// <param name="FullName">The name with its namespace.</param>
/// <param name="Lines">From its first attribute to its last brace.</param>
/// <param name="Base">What stands first behind the colon, without type arguments; null if nothing does.</param>
internal sealed record SourceType(string Name, string FullName, int Lines, string? Base);

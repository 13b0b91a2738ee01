using System.Text.Json.Serialization;

namespace StrategyEngine.Data.Benchmarks.Harness;

/// <summary>What became of one line.</summary>
/// <param name="Name">The line.</param>
internal abstract record LineResult([property: JsonPropertyOrder(-1)] string Name);

using System.Text.Json.Serialization;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>Candles that a run used, with the hash by which a later reader can tell whether they are still the same.</summary>
public sealed class RunSeries : Entity
{
    /// <summary>The run.</summary>
    public required Guid RunId { get; init; }

    /// <summary>The run; null unless loaded.</summary>
    [JsonIgnore]
    public Run? Run { get; init; }

    /// <summary>The asset.</summary>
    public required Guid AssetId { get; init; }

    /// <summary>The length of the candles.</summary>
    public required Timeframe Timeframe { get; init; }

    /// <summary>The first open time, inclusive.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The end of the open times, exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>SHA-256 over the coverage of the candles, in lower-case hexadecimal digits, or null if it was not taken.</summary>
    public string? CoverageHash { get; init; }

    /// <summary>Series and range.</summary>
    public override string ToString() => Printed.Text($"RunSeries {AssetId} {Timeframe} from {From} to {To}, run {RunId}");
}

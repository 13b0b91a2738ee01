using System.Text.Json.Nodes;

using StrategyEngine.Data.MarketData.Completeness;

namespace StrategyEngine.Data.Trading;

/// <summary>What a run is made of, by which it can be told from others and repeated.</summary>
public sealed record RunDetails
{
    /// <summary>The version of the strategy, or null. At most 100 characters.</summary>
    public string? StrategyVersion { get; init; }

    /// <summary>The version of the program, such as a commit, or null. At most 100 characters.</summary>
    public string? CodeVersion { get; init; }

    /// <summary>The parameters that it runs with, or null for none.</summary>
    public JsonObject? Parameters { get; init; }

    /// <summary>Free text, or null.</summary>
    public string? Notes { get; init; }

    /// <summary>When it began, or null for now.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The candles that it uses, as <c>CandleStore.ReadCoverageAsync</c> tells them.</summary>
    /// <value>None by default.</value>
    public IReadOnlyList<CandleCoverage> Candles { get; init; } = [];

    /// <summary>Versions and number of series.</summary>
    public override string ToString() =>
        Diagnostics.Printed.Text(
            $"RunDetails {{ StrategyVersion = {StrategyVersion}, CodeVersion = {CodeVersion}, {Candles.Count} series }}");
}

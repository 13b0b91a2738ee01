using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>
/// Where the calculation of one version of indicators stands, so that it goes on from there instead of from the beginning. Written by
/// <c>IndicatorStore</c>.
/// </summary>
public sealed class IndicatorState
{
    /// <summary>The asset.</summary>
    public required Guid AssetId { get; init; }

    /// <summary>The candles' timeframe.</summary>
    public required Timeframe Timeframe { get; init; }

    /// <summary>The version of the calculation, 1 or more.</summary>
    public required int IndicatorVersion { get; init; }

    /// <summary>The periods and widths of that version.</summary>
    public required string Settings { get; set; }

    /// <summary>The open time of the last candle that is part of it.</summary>
    public required DateTimeOffset LastOpenTime { get; set; }

    /// <summary>The hash of what is recorded of the candles up to there: another one means that an older candle has changed.</summary>
    public required byte[] CandleHash { get; set; }

    /// <summary>The averages and windows after the last candle.</summary>
    public required byte[] State { get; set; }

    /// <summary>Series, version and how far it has come.</summary>
    public override string ToString() =>
        Printed.Text($"IndicatorState {AssetId} {Timeframe} version {IndicatorVersion}, until {LastOpenTime}");
}

using System.Text.Json.Serialization;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>How a run, or a user with real or simulated money, or one strategy of either, did over a period, in one currency.</summary>
/// <remarks>
/// Unique per run, or per user and kind; and per strategy, currency, period and start. Written by <c>PerformanceRecorder</c>. A figure that
/// is undefined is null. Not thread-safe.
/// </remarks>
public sealed class PerformanceMetrics : Entity
{
    /// <summary>Whose trades were measured.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The user; null unless loaded.</summary>
    [JsonIgnore]
    public User? User { get; init; }

    /// <summary>Whether the money was real.</summary>
    public required RunKind Kind { get; init; }

    /// <summary>The run that was measured, or null for all the user's money of the kind.</summary>
    public Guid? RunId { get; init; }

    /// <summary>The strategy whose trades were measured, or null for all trades.</summary>
    public Guid? StrategyId { get; init; }

    /// <summary>The strategy; null unless loaded.</summary>
    [JsonIgnore]
    public Strategy? Strategy { get; init; }

    /// <summary>What all amounts are in.</summary>
    public required Currency Currency { get; init; }

    /// <summary>The span of the row.</summary>
    public required MetricsPeriod Period { get; init; }

    /// <summary>The first midnight of the span, UTC: from there on trades that close belong to it, and after it equity.</summary>
    public required DateTimeOffset StartDate { get; init; }

    /// <summary>The last midnight of the span, UTC: before it trades that close belong to it, and up to it equity.</summary>
    public required DateTimeOffset EndDate { get; set; }

    /// <summary>The version of the formulas, 1 or more.</summary>
    public required int FormulaVersion { get; set; }

    /// <summary>SHA-256, in hexadecimal digits, over all that the figures were computed from.</summary>
    public required string InputHash { get; set; }

    /// <summary>Trades that closed in the span.</summary>
    public int TotalTrades { get; set; }

    /// <summary>Trades that closed with a profit.</summary>
    public int WinningTrades { get; set; }

    /// <summary>Trades that closed with a loss.</summary>
    public int LosingTrades { get; set; }

    /// <summary>The most trades in a row that won.</summary>
    public int LongestWinningStreak { get; set; }

    /// <summary>The most trades in a row that lost.</summary>
    public int LongestLosingStreak { get; set; }

    /// <summary>Wins over wins and losses, 0 to 1; null when there are none.</summary>
    public double? WinRate { get; set; }

    /// <summary>Gross profit over gross loss; null without a loss.</summary>
    public double? ProfitFactor { get; set; }

    /// <summary>Total profit over all trades; null without a trade.</summary>
    public decimal? Expectancy { get; set; }

    /// <summary>Expectancy over the mean loss without its sign; null without a loss.</summary>
    public double? ExpectancyRatio { get; set; }

    /// <summary>The sum of the trades' profits, after fees and funding.</summary>
    public decimal TotalPnl { get; set; }

    /// <summary>The sum of the profits of winning trades, at least 0.</summary>
    public decimal GrossProfit { get; set; }

    /// <summary>The sum of the losses of losing trades, at most 0.</summary>
    public decimal GrossLoss { get; set; }

    /// <summary>The mean profit of the winning trades; null without one.</summary>
    public decimal? AvgWin { get; set; }

    /// <summary>The mean loss of the losing trades, negative; null without one.</summary>
    public decimal? AvgLoss { get; set; }

    /// <summary>The greatest profit; null without one.</summary>
    public decimal? LargestWin { get; set; }

    /// <summary>The greatest loss, negative; null without one.</summary>
    public decimal? LargestLoss { get; set; }

    /// <summary>The mean time between opening and closing, in whole seconds; null without a trade.</summary>
    public long? AvgHoldingSeconds { get; set; }

    /// <summary>The sum of quantity × price of all fills; null where a trade does not know it.</summary>
    public decimal? Turnover { get; set; }

    /// <summary>The sum of all fees, positive where they were paid.</summary>
    public decimal Fees { get; set; }

    /// <summary>The sum of all funding, positive where it was received.</summary>
    public decimal Funding { get; set; }

    /// <summary>The share of the recorded time with an open position, 0 to 1; null where none was recorded.</summary>
    public double? Exposure { get; set; }

    /// <summary>The equity that the first return is measured against; null without equity.</summary>
    public decimal? OpeningEquity { get; set; }

    /// <summary>The last equity; null without equity.</summary>
    public decimal? ClosingEquity { get; set; }

    /// <summary>Deposits less withdrawals; null without equity.</summary>
    public decimal? NetFlow { get; set; }

    /// <summary>The time-weighted return, as a fraction; null where it is undefined.</summary>
    public double? TotalReturn { get; set; }

    /// <summary>The compound annual growth rate, as a fraction; null where it is undefined.</summary>
    public double? CompoundAnnualGrowthRate { get; set; }

    /// <summary>The annualized volatility of daily returns, as a fraction; null where it is undefined.</summary>
    public double? Volatility { get; set; }

    /// <summary>The annualized Sharpe ratio; null where it is undefined.</summary>
    public double? SharpeRatio { get; set; }

    /// <summary>The annualized Sortino ratio; null where it is undefined.</summary>
    public double? SortinoRatio { get; set; }

    /// <summary>Annual growth over the deepest fall; null where it is undefined.</summary>
    public double? CalmarRatio { get; set; }

    /// <summary>The deepest fall of equity from its peak, as a fraction at or below 0; null without equity.</summary>
    public double? MaxDrawdown { get; set; }

    /// <summary>When the deepest fall began; null without equity.</summary>
    public DateTimeOffset? MaxDrawdownPeakAt { get; set; }

    /// <summary>When the deepest fall was deepest; null without equity.</summary>
    public DateTimeOffset? MaxDrawdownTroughAt { get; set; }

    /// <summary>When the deepest fall had been made good within the span; null where it was not.</summary>
    public DateTimeOffset? MaxDrawdownRecoveredAt { get; set; }

    /// <summary>How far equity lay below its peak at the end, as a fraction at or below 0; null without equity.</summary>
    public double? CurrentDrawdown { get; set; }

    /// <summary>The number of daily returns; null without equity.</summary>
    public int? Observations { get; set; }

    /// <summary>
    /// Return periods per year that the ratios were annualized with: 365 for crypto, 252 for stocks; null without equity.
    /// </summary>
    public double? PeriodsPerYear { get; set; }

    /// <summary>Period, trades and profit.</summary>
    public override string ToString() =>
        Printed.Text($"PerformanceMetrics {Period} from {StartDate} to {EndDate}, {TotalTrades} trades, profit {TotalPnl} {Currency}");
}

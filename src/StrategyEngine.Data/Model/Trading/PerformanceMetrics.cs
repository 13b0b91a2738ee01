using System.Text.Json.Serialization;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>How a user, or one of the user's strategies, did over a period. Unique per user, strategy, period and start.</summary>
public sealed class PerformanceMetrics : Entity
{
    /// <summary>Whose trades were measured.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The user; null unless loaded.</summary>
    [JsonIgnore]
    public User? User { get; init; }

    /// <summary>The strategy whose trades were measured, or null for all the user's trades.</summary>
    public Guid? StrategyId { get; init; }

    /// <summary>The strategy; null unless loaded.</summary>
    [JsonIgnore]
    public Strategy? Strategy { get; init; }

    /// <summary>The span of the row.</summary>
    public required MetricsPeriod Period { get; init; }

    /// <summary>The first instant of the span, UTC, inclusive.</summary>
    public required DateTimeOffset StartDate { get; init; }

    /// <summary>The end of the span, UTC, exclusive.</summary>
    public required DateTimeOffset EndDate { get; set; }

    /// <summary>Trades that closed in the span.</summary>
    public int TotalTrades { get; set; }

    /// <summary>Trades that closed with a profit.</summary>
    public int WinningTrades { get; set; }

    /// <summary>Trades that closed with a loss.</summary>
    public int LosingTrades { get; set; }

    /// <summary>Wins over wins and losses, 0 to 1; null when there are none.</summary>
    public double? WinRate { get; set; }

    /// <summary>Gross profit over gross loss; null without a loss.</summary>
    public double? ProfitFactor { get; set; }

    /// <summary>Total profit over all trades, in the quote asset; null without a trade.</summary>
    public decimal? Expectancy { get; set; }

    /// <summary>The sum of the trades' profits, in the quote asset.</summary>
    public decimal TotalPnl { get; set; }

    /// <summary>The deepest fall of equity from its peak, as a fraction at or below 0; null without an equity curve.</summary>
    public double? MaxDrawdown { get; set; }

    /// <summary>The annualized Sharpe ratio; null where it is undefined.</summary>
    public double? SharpeRatio { get; set; }

    /// <summary>The annualized Sortino ratio; null where it is undefined.</summary>
    public double? SortinoRatio { get; set; }

    /// <summary>
    /// Return periods per year that the ratios were annualized with: 365 for crypto, 252 for stocks; null without an equity curve.
    /// </summary>
    public double? PeriodsPerYear { get; set; }

    /// <summary>The mean profit of the winning trades; null without one.</summary>
    public decimal? AvgWin { get; set; }

    /// <summary>The mean loss of the losing trades, negative; null without one.</summary>
    public decimal? AvgLoss { get; set; }

    /// <summary>The greatest profit; null without one.</summary>
    public decimal? LargestWin { get; set; }

    /// <summary>The greatest loss, negative; null without one.</summary>
    public decimal? LargestLoss { get; set; }

    /// <summary>Period, trades and profit.</summary>
    public override string ToString() =>
        Printed.Text($"PerformanceMetrics {Period} from {StartDate} to {EndDate}, {TotalTrades} trades, profit {TotalPnl}");
}

using System.Text;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Administration;

/// <summary>What <see cref="DatabaseAdministrator.RemoveOlderThanAsync"/> removes, and how.</summary>
/// <remarks>Trades, executions, performance rows, users, credentials, strategies, assets and audit entries are never removed.</remarks>
public sealed record RetentionOptions : IRangedOptions
{
    /// <summary>How long the sessions of users are kept after they ended.</summary>
    /// <value>Null, the default, is the age of the call; <see cref="Timeout.InfiniteTimeSpan"/> keeps all. From 1 day to 100 years.</value>
    public TimeSpan? SessionAge { get; init; }

    /// <summary>How long the records are kept that slow guessers down, after they no longer slow anyone.</summary>
    /// <value>Null, the default, is the age of the call; <see cref="Timeout.InfiniteTimeSpan"/> keeps all. From 1 day to 100 years.</value>
    public TimeSpan? LoginThrottleAge { get; init; }

    /// <summary>How long signals are kept that are over (not active, or expired) and that no trade refers to.</summary>
    /// <value>Null, the default, is the age of the call; <see cref="Timeout.InfiniteTimeSpan"/> keeps all. From 1 day to 100 years.</value>
    public TimeSpan? SignalAge { get; init; }

    /// <summary>How long the record of authentication is kept.</summary>
    /// <value>
    /// 365 days by default, as <c>SessionOptions.EventRetention</c>: it is what an incident is told from. Null is the age of the call;
    /// <see cref="Timeout.InfiniteTimeSpan"/> keeps all. From 1 day to 100 years.
    /// </value>
    public TimeSpan? AuthenticationEventAge { get; init; } = TimeSpan.FromDays(365);

    /// <summary>
    /// How long candles are kept, by timeframe, counted from their open time; for instance minutes for 90 days, while days stay.
    /// </summary>
    /// <value>Empty by default: no candle is removed. Each from 1 day to 100 years.</value>
    public IReadOnlyDictionary<Timeframe, TimeSpan> CandleAges { get; init; } = new Dictionary<Timeframe, TimeSpan>();

    /// <summary>How long indicator values are kept, by timeframe, counted from the open time of their candle.</summary>
    /// <value>Empty by default: none is removed. Each from 1 day to 100 years.</value>
    public IReadOnlyDictionary<Timeframe, TimeSpan> IndicatorAges { get; init; } = new Dictionary<Timeframe, TimeSpan>();

    /// <summary>Whether to count only, and remove nothing.</summary>
    /// <value>False by default.</value>
    public bool DryRun { get; init; }

    /// <summary>The most rows that one statement removes; where statements take long, they take fewer.</summary>
    /// <value>500 by default; 1 to 10,000.</value>
    public int BatchSize { get; init; } = 500;

    string IRangedOptions.Code => "administration.options";

    void IRangedOptions.Check(OptionRanges ranges)
    {
        RetentionAge.Check(ranges, SessionAge);
        RetentionAge.Check(ranges, LoginThrottleAge);
        RetentionAge.Check(ranges, SignalAge);
        RetentionAge.Check(ranges, AuthenticationEventAge);
        RetentionAge.Check(ranges, CandleAges);
        RetentionAge.Check(ranges, IndicatorAges);
        ranges.Within(BatchSize, 1, 10_000);
    }

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}

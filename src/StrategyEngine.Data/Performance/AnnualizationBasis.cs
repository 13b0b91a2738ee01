namespace StrategyEngine.Data.Performance;

/// <summary>How an equity curve is cut into equal periods, and how many of them make a year.</summary>
/// <remarks>
/// Both belong together: a ratio over calendar days annualised with 252, or over sessions with 365, is wrong by a fifth.
/// Immutable and safe for concurrent use.
/// </remarks>
public sealed record AnnualizationBasis
{
    /// <summary>What the ratios take for a year where they are told nothing else: the days of <see cref="CalendarDays"/>.</summary>
    internal const int DaysPerYear = 365;

    private AnnualizationBasis(int periodsPerYear, bool fillsAbsentDays)
    {
        PeriodsPerYear = periodsPerYear;
        FillsAbsentDays = fillsAbsentDays;
    }

    /// <summary>A market that never closes, such as crypto: every UTC day counts, 365 a year.</summary>
    public static AnnualizationBasis CalendarDays { get; } = new(DaysPerYear, fillsAbsentDays: true);

    /// <summary>A market with sessions, such as equities or forex: the UTC days on which the curve has a point count, 252 a year.</summary>
    public static AnnualizationBasis TradingDays { get; } = new(252, fillsAbsentDays: false);

    /// <summary>Periods in one year.</summary>
    /// <value>365 or 252.</value>
    public int PeriodsPerYear { get; }

    /// <summary>Whether a day without a point counts as a day with a return of zero.</summary>
    public bool FillsAbsentDays { get; }
}

using System.Runtime.CompilerServices;
using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Performance;

/// <summary>A fall of equity from a peak to the lowest point before that peak is reached again.</summary>
/// <param name="Depth">Trough over peak, less one: -0.25 is a quarter lost; zero where nothing fell; below -1 where equity fell below
/// zero.</param>
/// <param name="Peak">The point the fall is measured from.</param>
/// <param name="Trough">The lowest point of the fall.</param>
/// <param name="RecoveredAt">The first instant at or above the peak again; null while it is not reached.</param>
/// <remarks>Of several points at the height of the peak, the last one before the fall counts. Immutable and safe for concurrent use.
/// </remarks>
public sealed record Drawdown(double Depth, EquityPoint Peak, EquityPoint Trough, DateTimeOffset? RecoveredAt)
{
    /// <summary>How long it fell: from the peak to the lowest point.</summary>
    public TimeSpan PeakToTrough => Trough.Time - Peak.Time;

    /// <summary>How long equity lay below the peak: from the peak to the recovery; null while it is not reached.</summary>
    public TimeSpan? PeakToRecovery => RecoveredAt - Peak.Time;

    /// <summary>How long it rose again: from the lowest point to the recovery; null while it is not reached.</summary>
    public TimeSpan? RecoveryTime => RecoveredAt - Trough.Time;

    /// <summary>Calculates min(E / peak - 1) over a series of returns, the peak starting with the equity before the first return.</summary>
    /// <param name="returns">Simple returns per period, as fractions: 0.01 is one per cent.</param>
    /// <returns>At most zero.</returns>
    /// <exception cref="ArgumentException">A return is not finite.</exception>
    public static double MaximumDepth(ReadOnlySpan<double> returns)
    {
        ReturnSeries.RequireFinite(returns);
        double equity = 1, peak = 1, depth = 0;
        foreach (var value in returns)
        {
            equity *= 1 + value;
            peak = Math.Max(peak, equity);
            depth = Math.Min(depth, equity / peak - 1);
        }

        return depth;
    }

    /// <inheritdoc cref="MaximumDepth(ReadOnlySpan{double})"/>
    [OverloadResolutionPriority(1)] // An array that is null is no empty span.
    public static double MaximumDepth(IEnumerable<double> returns) => MaximumDepth(ReturnSeries.Of(returns));

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}

using System.Text;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Performance;

/// <summary>What <see cref="PerformanceRecorder.RecordAsync"/> left in the table.</summary>
/// <param name="Metrics">All rows of the scope, by currency, then by period, then by start.</param>
/// <param name="Inserted">Rows that were not there before.</param>
/// <param name="Updated">Rows that were computed anew, because what they rest on has changed.</param>
/// <param name="Removed">Rows of periods in which nothing is left to measure.</param>
public sealed record PerformanceRecording(IReadOnlyList<PerformanceMetrics> Metrics, int Inserted, int Updated, int Removed)
{
    /// <summary>The row over all time of each currency; empty where there is neither a closed trade nor a return.</summary>
    public IReadOnlyDictionary<Currency, PerformanceMetrics> AllTime =>
        Metrics.Where(metrics => metrics.Period == MetricsPeriod.AllTime).DistinctBy(metrics => metrics.Currency)
            .ToDictionary(metrics => metrics.Currency);

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}

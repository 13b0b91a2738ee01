using System.Text;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Performance;

/// <summary>What <see cref="PerformanceRecorder.RecordAsync"/> left in the table.</summary>
/// <param name="Metrics">All rows of the user and strategy, by period, then by start.</param>
/// <param name="Inserted">Rows that were not there before.</param>
/// <param name="Updated">Rows whose figures changed.</param>
/// <param name="Removed">Rows of periods in which nothing is left to measure.</param>
public sealed record PerformanceRecording(IReadOnlyList<PerformanceMetrics> Metrics, int Inserted, int Updated, int Removed)
{
    /// <summary>The row over all time; null where there is neither a closed trade nor an equity curve.</summary>
    public PerformanceMetrics? AllTime => Metrics.FirstOrDefault(metrics => metrics.Period == MetricsPeriod.AllTime);

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}

using System.Data;
using System.Diagnostics;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance.Recording;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Performance;

/// <summary>Keeps equity marks, and performance rows for each day, week, month, year and for all time.</summary>
/// <remarks>
/// <para>Rows are measured from stored trades and equity marks, currency by currency. Each row keeps a hash of what it rests on, so that
/// only rows of which that has changed are computed anew, and a corrected or deleted trade or mark leaves nothing behind. Periods are those
/// of UTC, weeks begin on Monday (ISO 8601).</para>
/// <para>Thread-safe. Calls for the same rows wait for each other in the database, or are run again.</para>
/// </remarks>
[DebuggerDisplay("PerformanceRecorder of {_database.Display,nq}")]
public sealed class PerformanceRecorder
{
    /// <summary>The version of the formulas, which each row names. Rows of another version are computed anew.</summary>
    public const int FormulaVersion = 1;

    private readonly TradingDatabase _database;

    /// <summary>Creates the recorder. Nothing is opened before the first call.</summary>
    /// <param name="database">The database that holds the trades, the marks and the rows.</param>
    public PerformanceRecorder(TradingDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        _database = database;
    }

    /// <summary>
    /// Stores what accounts were worth. A mark of the same scope, currency and instant takes the place of the earlier one.
    /// </summary>
    /// <param name="marks">The marks, in any order.</param>
    /// <param name="cancellationToken">Stops between batches of 10,000; what was committed stays.</param>
    /// <returns>The counts, and the marks that were refused because an amount does not fit its column.</returns>
    /// <exception cref="DbUpdateException">The user does not exist, or the database failed.</exception>
    public Task<BulkResult> MarkAsync(IEnumerable<EquityMark> marks, CancellationToken cancellationToken = default) =>
        _database.Bulk.UpsertAsync(marks, cancellationToken: cancellationToken);

    /// <summary>Computes and stores the rows of a scope, in one transaction.</summary>
    /// <param name="scope">Whose performance is measured.</param>
    /// <param name="basis">How the days of equity are counted and annualised. <see cref="AnnualizationBasis.CalendarDays"/> by
    /// default.</param>
    /// <param name="annualRiskFreeRate">A fraction per year that the ratios count as no performance. 0 by default.</param>
    /// <param name="cancellationToken">Cancels; nothing is stored then.</param>
    /// <returns>The rows, and how many of them changed.</returns>
    /// <exception cref="DbUpdateException">The user or the strategy does not exist, or a sum exceeds its column.</exception>
    public async Task<PerformanceRecording> RecordAsync(
        PerformanceScope scope,
        AnnualizationBasis? basis = null,
        double annualRiskFreeRate = 0,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        PerformanceAccumulator.RequireRate(annualRiskFreeRate);
        var context = _database.CreateContext();
        await using var _ = context.ConfigureAwait(false);
        return await ConflictRetry.RunAsync(
            context,
            _database.Provider,
            async cancellation =>
            {
                context.ChangeTracker.Clear();
                return await ReplaceAsync(
                    context, scope, basis ?? AnnualizationBasis.CalendarDays, annualRiskFreeRate, cancellation).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task<PerformanceRecording> ReplaceAsync(
        DbContext context, PerformanceScope scope, AnnualizationBasis basis, double annualRiskFreeRate, CancellationToken cancellationToken)
    {
        // Serializable, so that what is read and the rows that are replaced belong together.
        var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken)
            .ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);

        var inputs = await PerformanceInputs.ReadAsync(context, scope, cancellationToken).ConfigureAwait(false);
        var stored = await context.Set<PerformanceMetrics>()
            .Where(metrics => metrics.UserId == scope.UserId && metrics.Kind == scope.Kind)
            .Where(metrics => metrics.RunId == scope.RunId && metrics.StrategyId == scope.StrategyId)
            .ToDictionaryAsync(metrics => (metrics.Currency, metrics.Period, metrics.StartDate), cancellationToken).ConfigureAwait(false);

        var rows = new List<PerformanceMetrics>();
        foreach (var currency in inputs)
            rows.AddRange(Replace(context, scope, currency, stored, basis, annualRiskFreeRate));
        context.RemoveRange(stored.Values);
        context.ChangeTracker.DetectChanges();
        var states = context.ChangeTracker.Entries<PerformanceMetrics>().CountBy(entry => entry.State).ToDictionary();
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return new PerformanceRecording(
            rows,
            states.GetValueOrDefault(EntityState.Added),
            states.GetValueOrDefault(EntityState.Modified),
            states.GetValueOrDefault(EntityState.Deleted));
    }

    private static List<PerformanceMetrics> Replace(
        DbContext context,
        PerformanceScope scope,
        CurrencyInputs inputs,
        Dictionary<(Currency, MetricsPeriod, DateTimeOffset), PerformanceMetrics> stored,
        AnnualizationBasis basis,
        double annualRiskFreeRate)
    {
        var rows = new List<PerformanceMetrics>();
        var changed = new Dictionary<(MetricsPeriod, DateTimeOffset), PerformanceMetrics>();
        foreach (var (period, bounds, hash) in PeriodDigests.Of(inputs, basis, annualRiskFreeRate))
        {
            if (!stored.Remove((inputs.Currency, period, bounds.Start), out var row))
            {
                row = new PerformanceMetrics
                {
                    UserId = scope.UserId,
                    Kind = scope.Kind,
                    RunId = scope.RunId,
                    StrategyId = scope.StrategyId,
                    Currency = inputs.Currency,
                    Period = period,
                    StartDate = bounds.Start,
                    EndDate = bounds.End,
                    FormulaVersion = FormulaVersion,
                    InputHash = "",
                };
                context.Add(row);
            }

            rows.Add(row);
            if (row.InputHash == hash && row.FormulaVersion == FormulaVersion)
                continue;
            (row.EndDate, row.InputHash, row.FormulaVersion) = (bounds.End, hash, FormulaVersion);
            changed.Add((period, bounds.Start), row);
        }

        if (changed.Count == 0)
            return rows;
        var accumulator = inputs.Measure(basis, annualRiskFreeRate, (period, bounds) => changed.ContainsKey((period, bounds.Start)));
        foreach (var ((period, start), row) in changed)
            MetricsRow.Fill(row, accumulator.Find(period, start)!);
        return rows;
    }
}

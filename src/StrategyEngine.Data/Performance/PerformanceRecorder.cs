using System.Data;
using System.Diagnostics;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Performance;

/// <summary>Keeps the daily, weekly, monthly and all-time performance rows of users and their strategies.</summary>
/// <remarks>
/// <para>Every call computes anew from all closed trades, so that it may be repeated at any time and repairs what a corrected or deleted
/// trade left behind. Periods are those of UTC, weeks begin on Monday (ISO 8601); a trade belongs to the period in which it closed.</para>
/// <para>Thread-safe. Calls for the same rows wait for each other in the database, or are run again.</para>
/// </remarks>
[DebuggerDisplay("PerformanceRecorder of {_database.Display,nq}")]
public sealed class PerformanceRecorder
{
    private readonly TradingDatabase _database;

    /// <summary>Creates the recorder. Nothing is opened before the first call.</summary>
    /// <param name="database">The database that holds the trades and the rows.</param>
    public PerformanceRecorder(TradingDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        _database = database;
    }

    /// <summary>Computes and stores all rows of a user, or of one strategy of the user, in one transaction.</summary>
    /// <param name="userId">Whose closed trades are measured.</param>
    /// <param name="strategyId">The strategy whose trades alone are measured, or null for all of the user's trades, which have rows of
    /// their own.</param>
    /// <param name="equity">
    /// What the account, or the part of it that the strategy trades, was worth; null leaves drawdown, Sharpe and Sortino ratio empty. Its
    /// periods get rows even where no trade closed.
    /// </param>
    /// <param name="basis">How the days of the curve are counted and annualised. <see cref="AnnualizationBasis.CalendarDays"/> by
    /// default.</param>
    /// <param name="annualRiskFreeRate">A fraction per year that the ratios count as no performance. 0 by default.</param>
    /// <param name="cancellationToken">Cancels; nothing is stored then.</param>
    /// <returns>The rows, and how many of them changed.</returns>
    /// <exception cref="DbUpdateException">The user or the strategy does not exist, or a sum exceeds DECIMAL(20,8).</exception>
    public async Task<PerformanceRecording> RecordAsync(
        Guid userId,
        Guid? strategyId = null,
        EquityCurve? equity = null,
        AnnualizationBasis? basis = null,
        double annualRiskFreeRate = 0,
        CancellationToken cancellationToken = default)
    {
        if (!double.IsFinite(annualRiskFreeRate))
        {
            throw new ArgumentOutOfRangeException(
                nameof(annualRiskFreeRate), annualRiskFreeRate, "The risk-free rate is a fraction per year, such as 0.04.");
        }

        var sheet = new MetricsSheet(equity, basis ?? AnnualizationBasis.CalendarDays, annualRiskFreeRate);
        var context = _database.CreateContext();
        await using var _ = context.ConfigureAwait(false);
        return await ConflictRetry.RunAsync(
            context,
            _database.Provider,
            async cancellation =>
            {
                context.ChangeTracker.Clear();
                return await ReplaceAsync(context, userId, strategyId, sheet, cancellation).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task<PerformanceRecording> ReplaceAsync(
        DbContext context, Guid userId, Guid? strategyId, MetricsSheet sheet, CancellationToken cancellationToken)
    {
        // Serializable, so that the trades that are read and the rows that are replaced belong together.
        var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken)
            .ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);

        var trades = await context.Set<Trade>()
            .Where(trade => trade.UserId == userId && trade.Status == TradeStatus.Closed && trade.ClosedAt != null && trade.Pnl != null)
            .Where(trade => strategyId == null || trade.StrategyId == strategyId)
            .Select(trade => new ClosedTrade(trade.ClosedAt!.Value, trade.Pnl!.Value))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var stored = await context.Set<PerformanceMetrics>()
            .Where(metrics => metrics.UserId == userId && metrics.StrategyId == strategyId)
            .ToDictionaryAsync(metrics => (metrics.Period, metrics.StartDate), cancellationToken).ConfigureAwait(false);

        var rows = new List<PerformanceMetrics>();
        foreach (var (period, bounds, figures) in sheet.Measure(trades))
        {
            if (!stored.Remove((period, bounds.Start), out var row))
            {
                row = new PerformanceMetrics
                {
                    UserId = userId,
                    StrategyId = strategyId,
                    Period = period,
                    StartDate = bounds.Start,
                    EndDate = bounds.End
                };
                context.Add(row);
            }

            row.EndDate = bounds.End;
            figures.CopyTo(row);
            rows.Add(row);
        }

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
}

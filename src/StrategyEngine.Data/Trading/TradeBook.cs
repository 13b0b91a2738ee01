using System.Diagnostics;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Trading.Books;

namespace StrategyEngine.Data.Trading;

/// <summary>
/// Keeps the orders, fills, trades, positions and ledger of accounts, from what exchanges and back-tests report.
/// </summary>
/// <remarks>
/// <para>Whatever the order in which reports are applied, and however often, the result is the same: fills are taken in the order of their
/// instant, sequence and execution id, and a late one derives anew what follows it. A call is one transaction: after a failure, or a crash
/// at any moment, all of it is stored or nothing.</para>
/// <para>Thread-safe. Several processes may apply reports of one account; who comes second begins again with what the first one stored.
/// </para>
/// </remarks>
[DebuggerDisplay("TradeBook of {_database.Display,nq}")]
public sealed class TradeBook
{
    private const int Attempts = 12, LongestPauseMilliseconds = 40;

    // Other writers take real time, whatever clock the database was given.
    private static readonly TimeProvider Wall = TimeProvider.System;

    private readonly TradingDatabase _database;
    private readonly BookShelves _shelves = new();

    /// <summary>Creates the book. Nothing is opened before the first call.</summary>
    /// <param name="database">The database that holds the accounts.</param>
    public TradeBook(TradingDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        _database = database;
    }

    /// <summary>Applies one report, in a transaction.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="report">An order or a fill.</param>
    /// <param name="cancellationToken">Cancels; nothing is stored then.</param>
    /// <returns>What it did.</returns>
    /// <exception cref="FillException">The fill cannot be booked. Nothing is stored.</exception>
    /// <exception cref="OrderException">The order is refused. Nothing is stored.</exception>
    /// <exception cref="InstrumentTermsException">What the asset says of itself contradicts itself. Nothing is stored.</exception>
    /// <exception cref="TradeBookException">Account, asset or run is unknown, or other writers were always faster
    /// (<c>book.busy</c>). Nothing is stored.</exception>
    public Task<BookResult> ApplyAsync(Guid accountId, VenueReport report, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        return ApplyAsync(accountId, [report], cancellationToken);
    }

    /// <summary>Applies reports in one transaction, orders before fills, each in the order of their instants.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="reports">Orders and fills in any order. 100 to 1,000 at a time are fast; all of them are held in memory.</param>
    /// <param name="cancellationToken">Cancels; nothing is stored then.</param>
    /// <returns>What they did.</returns>
    /// <exception cref="FillException">A fill cannot be booked. Nothing is stored.</exception>
    /// <exception cref="OrderException">An order is refused. Nothing is stored.</exception>
    /// <exception cref="InstrumentTermsException">What an asset says of itself contradicts itself. Nothing is stored.</exception>
    /// <exception cref="TradeBookException">Account, asset or run is unknown, or other writers were always faster
    /// (<c>book.busy</c>). Nothing is stored.</exception>
    public Task<BookResult> ApplyAsync(
        Guid accountId, IEnumerable<VenueReport> reports, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reports);
        List<VenueReport> all = [.. reports];
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i] is null)
                throw new ArgumentException($"Report {i} is null.", nameof(reports));
        }

        return WriteAsync(
            accountId,
            (context, shelf, cancellation) => BookWrite.ApplyAsync(context, shelf, accountId, all, cancellation),
            cancellationToken);
    }

    /// <summary>
    /// Books all fills of an account anew: after the filters or the contract size of an asset were corrected, or to repair rows that were
    /// changed by other means.
    /// </summary>
    /// <param name="accountId">The account.</param>
    /// <param name="assetId">The asset whose fills are booked anew, or null for all.</param>
    /// <param name="cancellationToken">Cancels; nothing is stored then.</param>
    /// <returns>The trades and positions as they are now.</returns>
    /// <exception cref="TradeBookException">The account is unknown, or other writers were always faster. Nothing is stored.</exception>
    public Task<BookResult> RebuildAsync(Guid accountId, Guid? assetId = null, CancellationToken cancellationToken = default) => WriteAsync(
        accountId,
        async (context, shelf, cancellation) =>
        {
            var assets = await context.Set<AccountBook>()
                .Where(book => book.AccountId == accountId && (assetId == null || book.AssetId == assetId))
                .Select(book => book.AssetId)
                .ToListAsync(cancellation).ConfigureAwait(false);
            return await BookWrite.RebuildAsync(context, shelf, accountId, assets, cancellation).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Records changes of balances that are no fills, in one transaction. Those that are stored already are left out.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="entries">The entries; of one account, in any order.</param>
    /// <param name="cancellationToken">Cancels; nothing is stored then.</param>
    /// <returns>How many were new.</returns>
    /// <exception cref="TradeBookException">The account is unknown, an entry is of another one or has an impossible amount
    /// (<c>ledger.entry</c>), or one is stored with other contents (<c>ledger.contradiction</c>). Nothing is stored.</exception>
    public Task<int> RecordAsync(Guid accountId, IEnumerable<LedgerEntry> entries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        List<LedgerEntry> all = [.. entries];
        return WriteAsync(
            accountId,
            (context, _, cancellation) => LedgerWrite.RecordAsync(context, accountId, all, cancellation),
            cancellationToken);
    }

    /// <summary>What an account holds, as its fills say, with the profit that is not realized yet.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="strategyId">The strategy whose positions are wanted, or null for all.</param>
    /// <param name="prices">Prices by asset, or null. Where there is none, the close of the newest stored candle is taken.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Each strategy and side that holds anything, by asset.</returns>
    public async Task<IReadOnlyList<PositionValue>> OpenPositionsAsync(
        Guid accountId,
        Guid? strategyId = null,
        IReadOnlyDictionary<Guid, decimal>? prices = null,
        CancellationToken cancellationToken = default)
    {
        var context = _database.CreateContext();
        await using var _ = context.ConfigureAwait(false);
        return await PositionValues.ReadAsync(context, accountId, strategyId, prices, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Begins a run on an account.</summary>
    /// <param name="accountId">The account, whose kind the run has.</param>
    /// <param name="strategyId">The strategy, or null for trading by hand.</param>
    /// <param name="details">Versions, parameters and candles, or null.</param>
    /// <param name="cancellationToken">Cancels; nothing is stored then.</param>
    /// <returns>The stored run.</returns>
    /// <exception cref="TradeBookException">The account is unknown.</exception>
    public async Task<Run> BeginRunAsync(
        Guid accountId, Guid? strategyId = null, RunDetails? details = null, CancellationToken cancellationToken = default)
    {
        var context = _database.CreateContext();
        await using var _ = context.ConfigureAwait(false);
        var account = await BookWrite.AccountAsync(context, accountId, cancellationToken).ConfigureAwait(false);
        return await RunStart.SaveAsync(
            context, account, strategyId, details ?? new RunDetails(), _database.TimeProvider, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Begins a back-test: a run on a new account of its own, so that nothing of it can mix with any other.</summary>
    /// <param name="userId">Whose back-test it is.</param>
    /// <param name="exchange">The code of the exchange that is simulated.</param>
    /// <param name="strategyId">The strategy, or null.</param>
    /// <param name="details">Versions, parameters and candles, or null.</param>
    /// <param name="rules">How the account keeps positions, or null for netting at average cost.</param>
    /// <param name="cancellationToken">Cancels; nothing is stored then.</param>
    /// <returns>The stored run; <see cref="Run.AccountId"/> is what its reports are applied to.</returns>
    public async Task<Run> BeginBacktestAsync(
        Guid userId,
        string exchange,
        Guid? strategyId = null,
        RunDetails? details = null,
        AccountRules? rules = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(exchange);
        var context = _database.CreateContext();
        await using var _ = context.ConfigureAwait(false);
        var account = RunStart.BacktestAccount(userId, exchange, rules ?? new AccountRules(), Instants.Now(_database.TimeProvider));
        context.Add(account);
        return await RunStart.SaveAsync(
            context, account, strategyId, details ?? new RunDetails(), _database.TimeProvider, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Ends a run.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="notes">Free text, such as why it failed, or null to leave what is there.</param>
    /// <param name="cancellationToken">Cancels; nothing is stored then.</param>
    /// <exception cref="TradeBookException">The run is unknown (<c>runs.unknown</c>) or has ended (<c>runs.ended</c>).</exception>
    public async Task EndRunAsync(
        Guid runId, RunOutcome outcome = RunOutcome.Completed, string? notes = null, CancellationToken cancellationToken = default)
    {
        if (outcome == RunOutcome.Running)
            throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "A run that ends has an outcome other than Running.");
        var context = _database.CreateContext();
        await using var _ = context.ConfigureAwait(false);
        var run = await context.Set<Run>().SingleOrDefaultAsync(run => run.Id == runId, cancellationToken).ConfigureAwait(false)
            ?? throw new TradeBookException("runs.unknown", "There is no run of this id.");
        if (run.Outcome != RunOutcome.Running)
            throw new TradeBookException("runs.ended", "The run has ended already. Begin another one.");
        run.Outcome = outcome;
        run.EndedAt = Instants.Now(_database.TimeProvider);
        run.Notes = notes ?? run.Notes;
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> WriteAsync<T>(
        Guid accountId, Func<DbContext, AccountShelf, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var shelf = _shelves[accountId];
        await shelf.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await WriteOnceAsync(shelf, work, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception exception)
                {
                    // What is kept may be ahead of what is stored.
                    shelf.Books.Clear();
                    if (!IsConflict(exception))
                        throw;
                    if (attempt == Attempts)
                    {
                        throw new TradeBookException(
                            "book.busy", "Other writers of the account were always faster. Nothing was stored; apply the reports again.",
                            exception);
                    }
                }

                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, LongestPauseMilliseconds)), Wall, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
        finally
        {
            shelf.Turn.Release();
        }
    }

    private async Task<T> WriteOnceAsync<T>(
        AccountShelf shelf, Func<DbContext, AccountShelf, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var context = _database.CreateContext();
        await using var _ = context.ConfigureAwait(false);
        var strategy = context.Database.CreateExecutionStrategy();
        var isRepeated = false;
        return await strategy.ExecuteAsync(
            async cancellation =>
            {
                context.ChangeTracker.Clear();
                if (isRepeated)
                    shelf.Books.Clear();
                isRepeated = true;
                var transaction = await context.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
                await using var __ = transaction.ConfigureAwait(false);
                var result = await work(context, shelf, cancellation).ConfigureAwait(false);
                await transaction.CommitAsync(cancellation).ConfigureAwait(false);
                return result;
            },
            cancellationToken).ConfigureAwait(false);
    }

    // Two writers that meet: at the version of a row, or at a key that both were the first to use.
    private bool IsConflict(Exception exception) => exception is DbUpdateConcurrencyException or DuplicateRecordException
        || _database.Provider.Classify(exception).Kind == DatabaseErrorKind.Conflict;
}

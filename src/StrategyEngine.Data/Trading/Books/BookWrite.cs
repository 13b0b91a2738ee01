using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Trading.Orders;

namespace StrategyEngine.Data.Trading.Books;

/// <summary>
/// Applies reports to an account within one transaction: first orders, then fills in their order, then what follows for trades and
/// positions. Not thread-safe; used once.
/// </summary>
/// <remarks>
/// What two writers meet at is the row of the book (<see cref="AccountBook"/>): the one who saves it second is refused, and begins again
/// with what the first one stored.
/// </remarks>
internal sealed class BookWrite
{
    private readonly DbContext _context;
    private readonly AccountShelf _shelf;
    private readonly TradingAccount _account;
    private readonly Dictionary<Guid, Asset> _assets;
    private readonly Dictionary<Guid, Run> _runs;
    private readonly Dictionary<Guid, AccountBook> _rows = [];
    private readonly Dictionary<Guid, BookDifference> _differences = [];
    private readonly HashSet<Guid> _stale = [];
    private readonly Dictionary<Guid, Fill> _added = [];
    private readonly OrderDesk _orders;
    private int _known;

    private BookWrite(
        DbContext context, AccountShelf shelf, TradingAccount account, Dictionary<Guid, Asset> assets, Dictionary<Guid, Run> runs)
    {
        _context = context;
        _shelf = shelf;
        _account = account;
        _assets = assets;
        _runs = runs;
        _orders = new OrderDesk(context, account, assets, runs);
    }

    /// <summary>Applies reports and saves.</summary>
    public static async Task<BookResult> ApplyAsync(
        DbContext context, AccountShelf shelf, Guid accountId, IReadOnlyList<VenueReport> reports, CancellationToken cancellationToken)
    {
        var account = await AccountAsync(context, accountId, cancellationToken).ConfigureAwait(false);
        var assets = await AssetsAsync(context, [.. reports.Select(report => report.AssetId).Distinct()], cancellationToken)
            .ConfigureAwait(false);
        var runs = await RunsAsync(context, account, reports, cancellationToken).ConfigureAwait(false);
        var write = new BookWrite(context, shelf, account, assets, runs);
        return await write.ApplyAsync(reports, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Books all fills of some assets anew, and saves.</summary>
    public static async Task<BookResult> RebuildAsync(
        DbContext context, AccountShelf shelf, Guid accountId, IReadOnlyList<Guid> assetIds, CancellationToken cancellationToken)
    {
        var account = await AccountAsync(context, accountId, cancellationToken).ConfigureAwait(false);
        var assets = await AssetsAsync(context, assetIds, cancellationToken).ConfigureAwait(false);
        var write = new BookWrite(context, shelf, account, assets, []);
        foreach (var assetId in assetIds)
        {
            await write.OpenBookAsync(assetId, cancellationToken).ConfigureAwait(false);
            write._stale.Add(assetId);
        }

        return await write.FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    public static async Task<TradingAccount> AccountAsync(DbContext context, Guid accountId, CancellationToken cancellationToken) =>
        await context.Set<TradingAccount>().SingleOrDefaultAsync(account => account.Id == accountId, cancellationToken)
            .ConfigureAwait(false)
        ?? throw new TradeBookException("accounts.unknown", "There is no account of this id. Add a TradingAccount and save it first.");

    private static async Task<Dictionary<Guid, Asset>> AssetsAsync(
        DbContext context, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var assets = await context.Set<Asset>().AsNoTracking().Where(asset => ids.Contains(asset.Id))
            .ToDictionaryAsync(asset => asset.Id, cancellationToken).ConfigureAwait(false);
        return assets.Count == ids.Count
            ? assets
            : throw new TradeBookException(
                "assets.unknown", "A report names an asset that is not stored. Add the Asset and save it first.");
    }

    private static async Task<Dictionary<Guid, Run>> RunsAsync(
        DbContext context, TradingAccount account, IReadOnlyList<VenueReport> reports, CancellationToken cancellationToken)
    {
        var ids = reports.Select(report => report.RunId).OfType<Guid>().Distinct().ToList();
        if (ids.Count == 0)
            return [];
        var runs = await context.Set<Run>().AsNoTracking().Where(run => ids.Contains(run.Id))
            .ToDictionaryAsync(run => run.Id, cancellationToken).ConfigureAwait(false);
        if (runs.Count != ids.Count)
            throw new TradeBookException("runs.unknown", "A report names a run that is not stored. Begin it with TradeBook.BeginRunAsync.");
        return runs.Values.All(run => run.AccountId == account.Id)
            ? runs
            : throw new TradeBookException(
                "runs.account", "A report names a run of another account. Live trading, paper trading and back-tests never mix.");
    }

    private async Task<BookResult> ApplyAsync(IReadOnlyList<VenueReport> reports, CancellationToken cancellationToken)
    {
        foreach (var assetId in reports.OfType<FillReport>().Select(report => report.AssetId).Distinct())
            await OpenBookAsync(assetId, cancellationToken).ConfigureAwait(false);
        await _orders.LoadAsync(reports, cancellationToken).ConfigureAwait(false);
        foreach (var report in reports.OfType<OrderReport>().OrderBy(report => report.OccurredAt).ThenBy(report => report.Sequence)
            .ThenBy(report => OrderStates.Rank(report.Status)))
        {
            if (!await _orders.ApplyAsync(report, cancellationToken).ConfigureAwait(false))
                _known++;
        }

        var claimed = await _orders.ClaimFillsAsync(cancellationToken).ConfigureAwait(false);
        foreach (var assetId in claimed)
        {
            await OpenBookAsync(assetId, cancellationToken).ConfigureAwait(false);
            _stale.Add(assetId);
        }

        await AddFillsAsync([.. reports.OfType<FillReport>()], cancellationToken).ConfigureAwait(false);
        return await FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task AddFillsAsync(List<FillReport> reports, CancellationToken cancellationToken)
    {
        if (reports.Count == 0)
            return;
        var stored = await StoredFillsAsync(reports, cancellationToken).ConfigureAwait(false);
        var told = new List<(FillReport Report, VenueFill Fill)>();
        foreach (var report in reports)
        {
            var book = _shelf.Books[report.AssetId];
            var fill = FillRules.Demand(ToldBy(report), book.Terms, book.Rules);
            DemandIds(report, fill);
            if (stored.TryGetValue((report.AssetId, fill.Key), out var known))
            {
                if (!known.IsSameFact(fill))
                {
                    throw new FillException(
                        "fills.contradiction",
                        fill,
                        "A fill of these ids and side is stored with other figures or another instant. Ask the exchange for it, and keep "
                        + "one.");
                }

                _known++;
                continue;
            }

            stored.Add((report.AssetId, fill.Key), fill);
            told.Add((report, fill));
        }

        foreach (var (report, fill) in told.OrderBy(one => one.Fill, FillOrder.Instance))
            await AddAsync(report, fill, cancellationToken).ConfigureAwait(false);
        if (told.Count > 0)
            _account.FirstFillAt ??= told.Min(one => one.Fill.ExecutedAt);
    }

    private async Task<Dictionary<(Guid Asset, FillKey Key), VenueFill>> StoredFillsAsync(
        List<FillReport> reports, CancellationToken cancellationToken)
    {
        var assetIds = reports.Select(report => report.AssetId).Distinct().ToList();
        var orderIds = reports.Select(report => report.ExchangeOrderId).Distinct().ToList();
        var executionIds = reports.Select(report => report.ExecutionId).Distinct().ToList();
        return await _context.Set<Fill>().AsNoTracking()
            .Where(fill => fill.AccountId == _account.Id && assetIds.Contains(fill.AssetId) && orderIds.Contains(fill.ExchangeOrderId)
                && executionIds.Contains(fill.ExecutionId))
            .ToDictionaryAsync(
                fill => (fill.AssetId, new FillKey(fill.ExchangeOrderId, fill.ExecutionId, fill.Side)), VenueFill.Of, cancellationToken)
            .ConfigureAwait(false);
    }

    private static VenueFill ToldBy(FillReport report) => new()
    {
        ExecutedAt = report.ExecutedAt,
        Sequence = report.Sequence,
        ExecutionId = report.ExecutionId,
        ExchangeOrderId = report.ExchangeOrderId,
        Side = report.Side,
        PositionSide = report.PositionSide,
        Price = report.Price,
        Quantity = report.Quantity,
        ContractSize = report.ContractSize,
        Fee = report.Fee,
        FeeRate = report.FeeRate,
        IsMaker = report.IsMaker,
    };

    private static void DemandIds(FillReport report, VenueFill fill)
    {
        if (report.ExecutionId.Length > 100 || report.ExchangeOrderId.Length > 100 || report.ClientOrderId?.Length > 100)
            throw new FillException("fills.id", fill, "An id of the fill or of its order is longer than 100 characters.");
        if (fill.FeeRate is { } rate && (rate <= 0 || !Amounts.Fits(rate)))
        {
            throw new FillException(
                "fills.rate", fill, "The rate of a fee is above 0 and has at most 12 decimals. Leave it out where none is known.");
        }
    }

    private async Task AddAsync(FillReport report, VenueFill told, CancellationToken cancellationToken)
    {
        var order = _orders.Find(report);
        var run = report.RunId is { } runId ? _runs[runId] : null;
        if (order is { RunId: { } ordered } && run is not null && run.Id != ordered)
        {
            throw new FillException(
                "fills.contradiction", told, "The fill names another run than its order. Leave the run out, or correct the order.");
        }

        var row = _rows[report.AssetId];
        var fill = new Fill
        {
            AccountId = _account.Id,
            AssetId = report.AssetId,
            Number = ++row.LastNumber,
            OrderId = order?.Id,
            RunId = order?.RunId ?? run?.Id,
            StrategyId = order is { RunId: not null } ? order.StrategyId : run?.StrategyId,
            ExchangeOrderId = told.ExchangeOrderId,
            ClientOrderId = report.ClientOrderId,
            ExecutionId = told.ExecutionId,
            Side = told.Side,
            PositionSide = told.PositionSide,
            Price = told.Price,
            Quantity = told.Quantity,
            ContractSize = told.Size,
            FeeAmount = told.Fee?.Amount ?? 0,
            FeeCurrency = told.Fee?.Currency,
            FeeRate = told.FeeRate,
            IsMaker = told.IsMaker,
            ExecutedAt = told.ExecutedAt,
            Sequence = told.Sequence,
        };
        _context.Add(fill);
        _added.Add(fill.Id, fill);
        if (order is not null)
            await _orders.FillAsync(order, fill, _shelf.Books[report.AssetId].Terms.IsInverse, cancellationToken).ConfigureAwait(false);
        if (_stale.Contains(report.AssetId))
            return;
        var book = _shelf.Books[report.AssetId];
        var change = book.Positions.Book(VenueFill.Of(fill))
            ?? throw new FillException("fills.contradiction", told, "A fill of these ids and side is known.");
        book.LastNumber = fill.Number;
        if (!_differences.TryGetValue(report.AssetId, out var difference))
            _differences.Add(report.AssetId, difference = new BookDifference());
        difference.Add(change);
    }

    // The row that all writers of the book meet at is read first, so that what is read of it belongs to what is kept.
    private async Task OpenBookAsync(Guid assetId, CancellationToken cancellationToken)
    {
        if (_rows.ContainsKey(assetId))
            return;
        var row = await _context.Set<AccountBook>()
            .SingleOrDefaultAsync(book => book.AccountId == _account.Id && book.AssetId == assetId, cancellationToken)
            .ConfigureAwait(false);
        if (row is null)
        {
            row = new AccountBook { AccountId = _account.Id, AssetId = assetId };
            _context.Add(row);
        }

        _rows.Add(assetId, row);
        if (!_shelf.Books.TryGetValue(assetId, out var book) || book.Generation != row.Generation || book.LastNumber > row.LastNumber
            || !book.IsFor(_assets[assetId], _account))
        {
            book = new AssetBook(_assets[assetId], _account) { Generation = row.Generation };
            _shelf.Books[assetId] = book;
        }

        await ReadOnAsync(book, assetId, row.LastNumber, cancellationToken).ConfigureAwait(false);
    }

    private async Task ReadOnAsync(AssetBook book, Guid assetId, long lastNumber, CancellationToken cancellationToken)
    {
        if (book.LastNumber == lastNumber)
            return;
        var from = book.LastNumber;
        var fills = await _context.Set<Fill>().AsNoTracking()
            .Where(fill => fill.AccountId == _account.Id && fill.AssetId == assetId && fill.Number > from)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var fill in fills.Select(VenueFill.Of).Order(FillOrder.Instance))
            book.Positions.Add(fill);
        book.LastNumber = lastNumber;
    }

    private async Task<BookResult> FinishAsync(CancellationToken cancellationToken)
    {
        var trades = new List<Trade>();
        var positions = new List<Position>();
        foreach (var (assetId, difference) in _differences)
        {
            var rows = new BookRows(_context, _account, _assets[assetId], _shelf.Books[assetId]);
            await rows.WriteAsync(difference, isWhole: false, _added, cancellationToken).ConfigureAwait(false);
            trades.AddRange(rows.Trades);
            positions.AddRange(rows.Positions);
        }

        // Saved in between, so that a book that is made anew is made of what the database holds.
        await _context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        foreach (var assetId in _stale)
        {
            var row = _rows[assetId];
            row.Generation++;
            var book = new AssetBook(_assets[assetId], _account) { Generation = row.Generation };
            _shelf.Books[assetId] = book;
            await ReadOnAsync(book, assetId, row.LastNumber, cancellationToken).ConfigureAwait(false);
            var rows = new BookRows(_context, _account, _assets[assetId], book);
            await rows.WriteAsync(BookDifference.OfAll(book.Positions), isWhole: true, _added, cancellationToken).ConfigureAwait(false);
            trades.AddRange(rows.Trades);
            positions.AddRange(rows.Positions);
        }

        if (_stale.Count > 0)
            await _context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return new BookResult
        {
            Orders = [.. _orders.Changed],
            Fills = [.. _added.Values],
            Trades = [.. trades.Distinct()],
            Positions = [.. positions.Distinct()],
            KnownReports = _known,
        };
    }
}

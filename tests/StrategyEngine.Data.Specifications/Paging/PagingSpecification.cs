using System.Data.Common;
using System.Text.RegularExpressions;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Paging;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Specifications.Model;

/// <summary>Listings read page by page, on every engine.</summary>
public abstract class PagingSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private User _user = null!;
    private Asset _asset = null!;

    /// <summary>What the engine's plan says when it sorts all of what it has found, and not only those whose keys are equal.</summary>
    protected abstract Regex FullSortInPlan { get; }

    /// <summary>What the engine's plan says when it begins to read at a key, and not at the first row of the index.</summary>
    protected abstract Regex RangeInPlan { get; }

    /// <summary>
    /// What tells the engine how many rows there are, so that it plans as for a table of some size; null if nothing does.
    /// </summary>
    protected virtual string? AnalyzeSql => "ANALYZE";

    [SetUp]
    public async Task SaveOwnersAsync()
    {
        await using var context = CreateContext();
        (_user, _asset) = (TestRecords.User(), TestRecords.Asset());
        context.AddRange(_user, _asset);
        await context.SaveChangesAsync();
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Pages_hold_every_item_once_in_order_and_lead_back_the_same_way(bool descending)
    {
        await SaveAsync(Enumerable.Range(0, 47).Select(i => Signal(minute: i / 5)));
        await using var context = CreateContext();
        var signals = context.Signals.AsNoTracking().Where(signal => signal.AssetId == _asset.Id);
        var all = await (descending
            ? signals.OrderByDescending(signal => signal.KnownAt).ThenByDescending(signal => signal.Id)
            : signals.OrderBy(signal => signal.KnownAt).ThenBy(signal => signal.Id)).Select(signal => signal.Id).ToListAsync();

        var pages = new List<Page<Signal>>();
        for (string? cursor = null; pages.Count == 0 || cursor is not null; cursor = pages[^1].Next)
            pages.Add(await ReadAsync(cursor));
        var back = new List<Page<Signal>> { pages[^1] };
        while (back[^1].Previous is { } cursor)
            back.Add(await ReadAsync(cursor));

        pages.Select(page => page.Items.Count).Should().Equal(10, 10, 10, 10, 7);
        pages.SelectMany(page => page.Items).Select(signal => signal.Id).Should().Equal(all);
        pages[0].Previous.Should().BeNull();
        Enumerable.Reverse(back)
            .Select(page => string.Join(' ', page.Items.Select(signal => signal.Id)))
            .Should().Equal(pages.Select(page => string.Join(' ', page.Items.Select(signal => signal.Id))));
        (await ReadAsync(back[^1].Next)).Items.Select(signal => signal.Id).Should().Equal(pages[1].Items.Select(signal => signal.Id));

        Task<Page<Signal>> ReadAsync(string? cursor) =>
            signals.ToPageAsync(signal => signal.KnownAt, signal => signal.Id, 10, cursor, descending);
    }

    [Test]
    public async Task What_is_inserted_or_deleted_meanwhile_shifts_nothing()
    {
        await SaveAsync(Enumerable.Range(0, 30).Select(i => Signal(minute: 100 - i)));
        await using var context = CreateContext();
        var first = await ReadAsync(null);
        await SaveAsync(Enumerable.Range(0, 7).Select(i => Signal(minute: 200 + i)));
        var last = first.Items[^1].Id;
        await context.Signals.Where(signal => signal.Id == last).ExecuteDeleteAsync();

        var second = await ReadAsync(first.Next);

        second.Items.Select(signal => signal.KnownAt).Should().Equal(Enumerable.Range(10, 10).Select(i => Start.AddMinutes(100 - i)));
        (await ReadAsync(second.Previous)).Items.Select(signal => signal.KnownAt).Should().Equal(
            [Start.AddMinutes(200), .. Enumerable.Range(0, 9).Select(i => Start.AddMinutes(100 - i))]);

        Task<Page<Signal>> ReadAsync(string? cursor) =>
            context.Signals.AsNoTracking().ToPageAsync(signal => signal.KnownAt, signal => signal.Id, 10, cursor, descending: true);
    }

    [Test]
    public async Task Text_and_numbers_and_unique_keys_order_listings_too()
    {
        await using var context = CreateContext();
        context.AddRange(Enumerable.Range(0, 12).Select(i => TestRecords.Asset($"Ä{i % 4}{(char)('a' + i)}")));
        await context.SaveChangesAsync();
        var assets = context.Assets.AsNoTracking();

        var symbols = new List<string>();
        Page<Asset>? page = null;
        for (string? cursor = null; page is null || cursor is not null; cursor = page.Next)
            symbols.AddRange((page = await assets.ToPageAsync(asset => asset.Symbol, 5, cursor ?? "")).Items.Select(asset => asset.Symbol));
        var second = await assets.ToPageAsync(
            asset => asset.Version, asset => asset.Id, 6, (await assets.ToPageAsync(asset => asset.Version, asset => asset.Id, 6)).Next);

        symbols.Should().Equal(await assets.OrderBy(asset => asset.Symbol).Select(asset => asset.Symbol).ToListAsync()).And.HaveCount(13);
        second.Items.Should().HaveCount(6);
    }

    [Test]
    public async Task A_cursor_is_url_safe_and_none_but_the_listing_s_own_is_taken()
    {
        await SaveAsync(Enumerable.Range(0, 4).Select(i => Signal(minute: i)));
        await using var context = CreateContext();
        var cursor = (await ReadAsync(null)).Next!;
        var others = new[]
        {
            (await context.Signals.ToPageAsync(signal => signal.KnownAt, signal => signal.Id, 2, descending: true)).Next!,
            (await context.Signals.ToPageAsync(signal => signal.CreatedAt, signal => signal.Id, 2)).Next!,
            (await context.Signals.ToPageAsync(signal => signal.Id, 2)).Next!,
        };
        string[] damaged =
        [
            "x", "nonsense!", "AAAA", cursor[..^4], cursor + "AAAA", cursor[..20] + (cursor[20] == 'A' ? 'B' : 'A') + cursor[21..],
            new string('A', 10_000),
        ];

        Uri.EscapeDataString(cursor).Should().Be(cursor);
        foreach (var foreign in others.Concat(damaged))
        {
            (await FluentActions.Awaiting(() => ReadAsync(foreign)).Should().ThrowAsync<InvalidCursorException>()).Which.Code.Should()
                .Be("paging.cursor");
        }

        (await context.Signals.ToPageAsync(another => another.KnownAt, another => another.Id, 2, cursor)).Items.Should().HaveCount(2);
        await FluentActions.Awaiting(() => context.Signals.ToPageAsync(signal => signal.EntryPrice, signal => signal.Id, 2)).Should()
            .ThrowAsync<ArgumentException>();
        await FluentActions.Awaiting(() => context.Signals.ToPageAsync(signal => signal.Id, 0)).Should()
            .ThrowAsync<ArgumentOutOfRangeException>();

        Task<Page<Signal>> ReadAsync(string? from) =>
            context.Signals.AsNoTracking().ToPageAsync(signal => signal.KnownAt, signal => signal.Id, 2, from);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_page_far_inside_is_a_range_of_an_index(bool descending)
    {
        await Get<BulkWriter>().UpsertAsync(Enumerable.Range(0, 4_000).Select(i => Signal(minute: i)));
        var capture = new Capture();
        await using var context = new TradingDbContext(
            (DbContextOptions<TradingDbContext>)new DbContextOptionsBuilder<TradingDbContext>().UseTradingData(Services)
                .AddInterceptors(capture).Options);
        if (AnalyzeSql is { } analyze)
            await TestDatabase.ExecuteAsOwnerAsync(context, analyze);
        var signals = context.Signals.AsNoTracking().Where(signal => signal.AssetId == _asset.Id);

        var first = await signals.ToPageAsync(signal => signal.KnownAt, signal => signal.Id, 2_000, descending: descending);
        await signals.ToPageAsync(signal => signal.KnownAt, signal => signal.Id, 20, first.Next, descending);
        var byTime = await PlanAsync();
        var firstById = await context.Signals.AsNoTracking().ToPageAsync(signal => signal.Id, 2_000, descending: descending);
        await context.Signals.AsNoTracking().ToPageAsync(signal => signal.Id, 20, firstById.Next, descending);
        var byId = await PlanAsync();

        byTime.Should().Contain("ix_signals_asset_id_known_at");
        byTime.Should().MatchRegex(RangeInPlan);
        byTime.Should().NotMatchRegex(FullSortInPlan);
        byId.Should().NotMatchRegex(FullSortInPlan);
        capture.Text.Should().NotContain("OFFSET ").And.NotContain(" OFFSET @");

        async Task<string> PlanAsync() =>
            await TestDatabase.ExplainAsync(context, context.Signals.FromSqlRaw(capture.Text, capture.Parameters));
    }

    private async Task SaveAsync(IEnumerable<Signal> signals) => await Get<BulkWriter>().UpsertAsync(signals);

    private Signal Signal(int minute) => new()
    {
        UserId = _user.Id,
        AssetId = _asset.Id,
        SignalType = SignalType.Buy,
        KnownAt = Start.AddMinutes(minute),
        CurrentPrice = 1,
        EntryPrice = 1,
        TargetPrice = 1,
        StopLoss = 1,
        Timeframe = Timeframe.OneMinute,
    };

    private sealed class Capture : DbCommandInterceptor
    {
        public string Text { get; private set; } = "";

        public object[] Parameters { get; private set; } = [];

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            Text = command.CommandText;
            Parameters =
            [
                .. command.Parameters.Cast<object>().Select(parameter => parameter is ICloneable cloneable ? cloneable.Clone() : parameter),
            ];
            return ValueTask.FromResult(result);
        }
    }
}

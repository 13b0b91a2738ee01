// The names of tables come from the test database.
#pragma warning disable EF1002

using System.Text.Json;
using System.Text.Json.Nodes;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Specifications.Model;

/// <summary>
/// What went wrong in the schema that this one replaces, each as it should be. (Cascades, amounts and audit have fixtures of their own.)
/// </summary>
public abstract class AncestorFaultsSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task Metadata_is_really_stored()
    {
        await using var context = CreateContext();
        var asset = TestRecords.Asset();
        asset.Metadata["listed"] = "2017-08-17";
        asset.CryptoMetadata = new JsonObject { ["chain"] = "bitcoin" };
        context.Add(asset);
        await context.SaveChangesAsync();
        context.ChangeTracker.Clear();

        var read = await context.Assets.SingleAsync();
        read.Metadata["listed"]!.GetValue<string>().Should().Be("2017-08-17");
        read.CryptoMetadata!["chain"]!.GetValue<string>().Should().Be("bitcoin");
        read.ForexMetadata.Should().BeNull();
    }

    [Test]
    public async Task Metadata_edited_in_place_is_saved()
    {
        await using var context = CreateContext();
        context.Add(TestRecords.Asset());
        await context.SaveChangesAsync();
        (await context.Assets.SingleAsync()).Metadata["note"] = "edited";
        await context.SaveChangesAsync();
        context.ChangeTracker.Clear();

        (await context.Assets.SingleAsync()).Metadata["note"]!.GetValue<string>().Should().Be("edited");
    }

    [Test]
    public async Task Encrypted_configuration_edited_in_place_is_saved()
    {
        await using var context = CreateContext();
        await TestBook.SaveAsync(context);
        (await context.Strategies.SingleAsync()).Config["fast"] = 12;
        await context.SaveChangesAsync();
        context.ChangeTracker.Clear();

        (await context.Strategies.SingleAsync()).Config["fast"]!.GetValue<int>().Should().Be(12);
    }

    [Test]
    public async Task A_session_is_found_by_the_hash_of_its_token()
    {
        await using var context = CreateContext();
        var book = await TestBook.SaveAsync(context);
        var session = TestRecords.Session(book.User.Id);
        session.RefreshHash = [.. Enumerable.Repeat((byte)7, 32)];
        context.Add(session);
        await context.SaveChangesAsync();

        byte[] hash = [.. Enumerable.Repeat((byte)7, 32)];
        (await context.UserSessions.SingleAsync(s => s.RefreshHash == hash)).Id.Should().Be(session.Id);
    }

    [Test]
    public async Task Enums_are_stored_by_their_value_in_snake_case()
    {
        await using var context = CreateContext();
        await TestBook.SaveAsync(context);

        (await context.Database.SqlQueryRaw<string>($"SELECT signal_type AS \"Value\" FROM {TestDatabase.Table("signals")}").SingleAsync())
            .Should().Be("buy");
        (await context.Database.SqlQueryRaw<string>($"SELECT status AS \"Value\" FROM {TestDatabase.Table("trades")}").SingleAsync())
            .Should().Be("open");
    }

    [Test]
    public async Task A_value_outside_the_enum_is_refused_by_the_table()
    {
        await using var context = CreateContext();
        await TestBook.SaveAsync(context);

        await context.Invoking(c => c.Database.ExecuteSqlRawAsync($"UPDATE {TestDatabase.Table("signals")} SET signal_type = 'BUY'"))
            .Should().ThrowAsync<Exception>().Where(
            exception => exception.Message.Contains("ck_signals_signal_type", StringComparison.Ordinal));
    }

    [TestCase("confidence")]
    [TestCase("price")]
    [TestCase("fraction")]
    public async Task A_value_outside_its_range_is_refused(string what)
    {
        await using var context = CreateContext();
        var book = await TestBook.SaveAsync(context);
        var signal = TestRecords.Signal(book.User.Id, book.Asset.Id);
        var strategy = TestRecords.Strategy(book.User.Id);
        if (what == "confidence")
            signal.Confidence = 1.01;
        else if (what == "price")
            signal.EntryPrice = 0;
        else
            strategy.PositionSizePct = 1.5;
        context.AddRange(strategy, signal);

        var failure = await context.Invoking(c => c.SaveChangesAsync()).Should().ThrowAsync<InvalidRecordException>();
        failure.Which.Constraint.Should().StartWith("ck_");
    }

    [TestCase("")]
    [TestCase("A symbol that is longer than the fifty characters it may have")]
    [TestCase("half a surrogate pair")]
    public async Task Text_that_its_column_cannot_hold_is_refused_by_the_name_of_its_field(string symbol)
    {
        if (symbol == "half a surrogate pair") // which an attribute cannot carry
            symbol = "A\ud800B";
        await using var context = CreateContext();
        context.Add(new Asset
        {
            Symbol = symbol,
            AssetClass = AssetClass.Crypto,
            Name = "X",
            Exchange = "binance",
            QuoteCurrency = Currency.Parse("USDT"),
        });

        var failure = await context.Invoking(c => c.SaveChangesAsync()).Should().ThrowAsync<InvalidRecordException>();

        failure.Which.Constraint.Should().Be("Asset.Symbol");
        (await context.Assets.CountAsync()).Should().Be(0);
    }

    [TestCase(0xD800)]
    [TestCase(0)]
    public async Task Text_without_a_limit_is_refused_as_well_if_not_every_engine_can_hold_it(int character)
    {
        await using var context = CreateContext();
        var book = await TestBook.SaveAsync(context);
        var signal = TestRecords.Signal(book.User.Id, book.Asset.Id);
        signal.Analysis = $"abc{(char)character}def";
        context.Add(signal);

        (await context.Invoking(c => c.SaveChangesAsync()).Should().ThrowAsync<InvalidRecordException>()).Which.Constraint.Should()
            .Be("Signal.Analysis");
        (await Get<TradingDatabase>().Bulk.UpsertAsync([signal])).Refused.Should().Be(1);
    }

    [Test]
    public async Task A_number_that_is_no_value_of_the_enum_is_refused_by_the_name_of_its_field()
    {
        await using var context = CreateContext();
        context.Add(TestRecords.Asset(assetClass: (AssetClass)99));

        (await context.Invoking(c => c.SaveChangesAsync()).Should().ThrowAsync<InvalidRecordException>()).Which.Constraint.Should()
            .Be("Asset.AssetClass");
    }

    [Test]
    public async Task The_code_of_an_exchange_is_stored_in_lower_case()
    {
        await using var context = CreateContext();
        context.Add(TestRecords.Asset("BTCUSDT", exchange: "BINANCE"));
        await context.SaveChangesAsync();

        (await context.Assets.CountAsync(asset => asset.Exchange == "binance")).Should().Be(1);
    }

    [Test]
    public async Task Saving_over_somebody_elses_change_is_refused()
    {
        await using var mine = CreateContext();
        var book = await TestBook.SaveAsync(mine);
        await using var theirs = CreateContext();
        var myAsset = await mine.Assets.SingleAsync();
        var theirAsset = await theirs.Assets.SingleAsync();
        theirAsset.Name = "Theirs";
        await theirs.SaveChangesAsync();
        myAsset.Name = "Mine";

        await mine.Invoking(c => c.SaveChangesAsync()).Should().ThrowAsync<DbUpdateConcurrencyException>();

        theirAsset.Version.Should().Be(2);
        book.Asset.Version.Should().Be(1);
    }

    [Test]
    public async Task Created_and_updated_are_filled_in_on_save_in_whole_milliseconds_of_utc()
    {
        Time.Advance(TimeSpan.FromTicks(12_345_678));
        await using var context = CreateContext();
        var asset = TestRecords.Asset();
        context.Add(asset);
        await context.SaveChangesAsync();
        Time.Advance(TimeSpan.FromSeconds(5));
        asset.Name = "Renamed";
        await context.SaveChangesAsync();
        context.ChangeTracker.Clear();

        var read = await context.Assets.SingleAsync();
        read.CreatedAt.Should().Be(Start.AddMilliseconds(1_234)).And.Be(asset.CreatedAt);
        read.UpdatedAt.Should().Be(Start.AddMilliseconds(6_234)).And.Be(asset.UpdatedAt);
        read.CreatedAt.Offset.Should().Be(TimeSpan.Zero);
    }

    [Test]
    public async Task An_instant_is_stored_as_utc_whatever_its_offset()
    {
        await using var context = CreateContext();
        var book = await TestBook.SaveAsync(context);
        var signal = new Signal
        {
            UserId = book.User.Id,
            AssetId = book.Asset.Id,
            SignalType = SignalType.Hold,
            KnownAt = new DateTimeOffset(2026, 1, 5, 12, 0, 0, 0, TimeSpan.FromHours(9)).AddTicks(9_999),
            CurrentPrice = 1,
            EntryPrice = 1,
            TargetPrice = 1,
            StopLoss = 1,
            Timeframe = Timeframe.OneDay,
        };
        context.Add(signal);
        await context.SaveChangesAsync();
        context.ChangeTracker.Clear();

        var read = await context.Signals.SingleAsync(s => s.Id == signal.Id);
        read.KnownAt.Should().Be(new DateTimeOffset(2026, 1, 5, 3, 0, 0, TimeSpan.Zero));
        read.KnownAt.Offset.Should().Be(TimeSpan.Zero);
        read.Timeframe.Should().BeSameAs(Timeframe.OneDay);
    }

    [Test]
    public async Task Entities_written_as_json_hold_no_secret_and_no_hash()
    {
        await using var context = CreateContext();
        await TestBook.SaveAsync(context);
        var user = await context.Users.Include(u => u.ApiKeys).Include(u => u.Sessions).Include(u => u.Strategies).SingleAsync();

        var json = JsonSerializer.Serialize(user) + JsonSerializer.Serialize(user.ApiKeys[0]) + JsonSerializer.Serialize(user.Sessions[0])
            + JsonSerializer.Serialize(user.Strategies[0]);

        json.Should().Contain(user.Username);
        json.Should().NotContainAny("the-api", "the-passphrase", "ApiSecret", "PasswordHash", "TotpSecret", "RefreshHash", "Config");
    }
}

// The names of tables come from the test database.
#pragma warning disable EF1002, CA2100

using System.Globalization;
using System.Text.Json.Nodes;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Auditing;
using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Trading;

namespace StrategyEngine.Data.Specifications.Model;

/// <summary>Records of any type written in bulk, on every engine.</summary>
public abstract class BulkWriterSpecification<TDatabase> : BulkWriterFixture<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task Signals_go_in_over_several_batches_and_a_second_time_change_nothing()
    {
        var signals = Signals(25_000);
        var progress = new Reports();

        var first = await Writer.UpsertAsync(signals, progress);
        var again = await Writer.UpsertAsync(signals.ToAsyncEnumerable());

        first.Should().BeEquivalentTo(new BulkResult(25_000, 0, 0, 0, []));
        again.Should().BeEquivalentTo(new BulkResult(0, 0, 25_000, 0, []));
        progress.Select(report => report.Total).Should().Equal(10_000, 20_000, 25_000);
        await using var context = CreateContext();
        (await context.Signals.CountAsync()).Should().Be(25_000);
        (await context.Signals.CountAsync(signal => signal.Version == 1)).Should().Be(25_000);
    }

    [TestCase("")]
    [TestCase("de-DE")]
    [TestCase("tr-TR")]
    public async Task What_is_stored_is_byte_for_byte_what_saving_stores(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        var signals = Signals(60);
        var (trade, values) = (TestRecords.Trade(User.Id, Asset.Id), Values(60, version: 1));
        await using var context = CreateContext();
        context.AddRange(signals);
        context.AddRange(values);
        context.Add(trade);
        await context.SaveChangesAsync();
        string[] tables = ["signals", "indicator_values", "trades"];
        var saved = await Task.WhenAll(tables.Select(ReadAllAsync));
        saved.Should().OnlyContain(rows => rows.Count > 0);
        foreach (var table in tables)
            await context.Database.ExecuteSqlRawAsync($"DELETE FROM {TestDatabase.Table(table)}");

        await Writer.UpsertAsync(signals);
        await Writer.UpsertAsync(values);
        await Writer.UpsertAsync([trade]);

        for (var i = 0; i < tables.Length; i++)
            (await ReadAllAsync(tables[i])).Should().Equal(saved[i], tables[i]);
    }

    [Test]
    public async Task A_changed_record_keeps_when_it_was_created_and_counts_its_versions()
    {
        var signals = Signals(120);
        await Writer.UpsertAsync(signals);
        Time.Advance(TimeSpan.FromTicks(12_345_678));
        foreach (var signal in signals.Take(70))
            (signal.EntryPrice, signal.Metadata) = (101.5m, new JsonObject { ["why"] = "revised" });

        var result = await Writer.UpsertAsync(signals.Concat(Signals(30)));

        result.Should().BeEquivalentTo(new BulkResult(30, 70, 50, 0, []));
        await using var context = CreateContext();
        var read = await context.Signals.AsNoTracking().ToDictionaryAsync(signal => signal.Id);
        foreach (var (signal, i) in signals.Select((signal, i) => (signal, i)))
        {
            var stored = read[signal.Id];
            stored.CreatedAt.Should().Be(Start);
            (stored.Version, stored.EntryPrice).Should().Be(i < 70 ? (2L, 101.5m) : (1L, signal.EntryPrice));
            stored.UpdatedAt.Should().Be(i < 70 ? Start.AddMilliseconds(1_234) : Start);
            stored.Metadata.ToJsonString().Should().Be(signal.Metadata.ToJsonString());
        }
    }

    [Test]
    public async Task Inserting_what_is_missing_leaves_the_rest_alone()
    {
        var signals = Signals(100);
        await Writer.InsertMissingAsync(signals.Where((_, i) => i % 3 == 0));
        foreach (var signal in signals)
            signal.EntryPrice = 7m;

        var result = await Writer.InsertMissingAsync(signals);

        result.Should().BeEquivalentTo(new BulkResult(66, 0, 34, 0, []));
        await using var context = CreateContext();
        (await context.Signals.CountAsync(signal => signal.EntryPrice == 7m)).Should().Be(66);
    }

    [Test]
    public async Task Of_several_records_with_one_key_the_last_one_counts()
    {
        var id = Guid.CreateVersion7(Start);
        var states = Enumerable.Range(1, 5).Select(price => Signal(id, price)).ToList();

        var result = await Writer.UpsertAsync(states);

        result.Should().BeEquivalentTo(new BulkResult(1, 0, 4, 0, []));
        await using var context = CreateContext();
        (await context.Signals.SingleAsync()).EntryPrice.Should().Be(5m);
    }

    [Test]
    public async Task A_key_of_several_columns_serves_as_well_as_an_id()
    {
        var values = Values(11_000, version: 1);
        await Writer.UpsertAsync(values);
        foreach (var value in values.Take(5))
            value.Rsi = 12.5;

        var result = await Writer.UpsertAsync(Enumerable.Reverse(values).Concat(Values(10, version: 2)));

        result.Should().BeEquivalentTo(new BulkResult(10, 5, 10_995, 0, []));
        await using var context = CreateContext();
        (await context.IndicatorValues.CountAsync(value => value.Rsi == 12.5)).Should().Be(5);
        (await context.IndicatorValues.CountAsync()).Should().Be(11_010);
    }

    [Test]
    public async Task Ids_are_given_as_saving_gives_them_and_related_ids_are_taken_from_related_records()
    {
        var strategy = TestRecords.Strategy(User.Id);
        await using var context = CreateContext();
        context.Add(strategy);
        await context.SaveChangesAsync();
        var signal = new Signal
        {
            UserId = User.Id,
            AssetId = Asset.Id,
            Strategy = strategy,
            SignalType = SignalType.Buy,
            KnownAt = Start.AddTicks(7).ToOffset(TimeSpan.FromHours(9)),
            CurrentPrice = 1,
            EntryPrice = 1,
            TargetPrice = 1,
            StopLoss = 1,
            Timeframe = Timeframe.OneHour,
        };

        await Writer.UpsertAsync([signal, TestRecords.Signal(User.Id, Asset.Id)]);
        (await Writer.UpsertAsync([signal])).Unchanged.Should().Be(1, "an instant is compared as it is stored");

        var read = await context.Signals.AsNoTracking().SingleAsync(row => row.StrategyId == strategy.Id);
        signal.Id.Should().NotBe(Guid.Empty).And.Be(read.Id);
        read.KnownAt.Should().Be(Start);
        (await context.Signals.CountAsync()).Should().Be(2);
    }

    [Test]
    public async Task Trades_go_in_with_their_executions_and_their_audit_trail()
    {
        var trades = Enumerable.Range(0, 40).Select(i => NewTrade(i)).ToList();
        var audit = Get<AuditTrail>();
        using (AuditActor.Use("importer"))
        {
            (await Writer.UpsertAsync(trades)).Inserted.Should().Be(40);
            (await Writer.UpsertAsync(trades.SelectMany(trade => trade.Executions))).Inserted.Should().Be(80);
        }

        trades[0].Notes = "checked";
        using (AuditActor.Use("auditor"))
            (await Writer.UpsertAsync(trades)).Should().BeEquivalentTo(new BulkResult(0, 1, 39, 0, []));

        await using var context = CreateContext();
        var read = await context.Trades.Include(trade => trade.Executions).AsNoTracking().SingleAsync(trade => trade.Id == trades[0].Id);
        (read.Pnl, read.Status, read.CreatedBy, read.UpdatedBy).Should().Be((trades[0].Pnl, TradeStatus.Closed, "importer", "auditor"));
        read.Executions.Should().HaveCount(2);
        var history = await audit.GetHistoryAsync<Trade>(trades[0].Id);
        history.Select(entry => (entry.Action, entry.Actor)).Should()
            .Equal((AuditAction.Created, "importer"), (AuditAction.Updated, "auditor"));
        history[0].Changes["quantity"]!["new"]!.GetValue<string>().Should().StartWith("2");
        history[1].Changes.Select(change => change.Key).Should().Equal("notes");
        (await audit.GetHistoryAsync<Trade>(trades[1].Id)).Should().ContainSingle();
    }

    [Test]
    public async Task The_audit_trail_is_the_one_that_saving_writes()
    {
        var (saved, written) = (NewTrade(1), NewTrade(1));
        await using (var context = CreateContext())
        {
            context.Attach(Asset);
            context.Add(saved);
            await context.SaveChangesAsync();
        }

        await Writer.UpsertAsync([written]);

        var audit = Get<AuditTrail>();
        var expected = (await audit.GetHistoryAsync<Trade>(saved.Id)).Single();
        (await audit.GetHistoryAsync<Trade>(written.Id)).Single().Should().BeEquivalentTo(
            expected,
            options => options.Excluding(entry => entry.Id).Excluding(entry => entry.EntityId)
                .Using<JsonObject>(json => json.Subject.ToJsonString().Should().Be(json.Expectation.ToJsonString()))
                .WhenTypeIs<JsonObject>());
    }

    [Test]
    public async Task Secrets_are_sealed_for_their_rows_and_read_by_saving_contexts()
    {
        var credentials = Enumerable.Range(0, 30).Select(i => Credential($"label {i}", $"key {i}")).ToList();

        (await Writer.UpsertAsync(credentials)).Inserted.Should().Be(30);

        await using var context = CreateContext();
        var stored = await context.Database.SqlQueryRaw<byte[]>(
            $"SELECT api_secret AS \"Value\" FROM {TestDatabase.Table("exchange_credentials")}").ToListAsync();
        stored.Should().HaveCount(30).And.OnlyContain(value => FieldProtector.IsEncrypted(value)).And.OnlyHaveUniqueItems();
        var read = await context.ExchangeCredentials.AsNoTracking().ToListAsync();
        read.Should()
            .OnlyContain(
                credential => credential.ApiKey!.Reveal() == credential.Label.Replace("label", "key") && credential.Passphrase == null);

        // What was read is what is stored; a secret that is given anew is not opened to be compared.
        (await Writer.UpsertAsync(read)).Should().BeEquivalentTo(new BulkResult(0, 0, 30, 0, []));
        read[0].ApiKey = "another";
        (await Writer.UpsertAsync(read)).Updated.Should().Be(1);
        (await context.ExchangeCredentials.AsNoTracking().SingleAsync(credential => credential.Id == read[0].Id)).ApiKey!.Reveal().Should()
            .Be("another");
        var history = await Get<AuditTrail>().GetHistoryAsync<ExchangeCredential>(read[0].Id);
        history[^1].Changes.ToJsonString().Should().Be("""{"api_key":{"old":"***","new":"***"}}""");
    }

    [Test]
    public async Task Encrypted_values_are_sealed_indexed_and_compared_by_what_they_hold()
    {
        var users = Enumerable.Range(0, 20).Select(i => TestRecords.User($"bulk{i}")).ToList();
        var strategies = Enumerable.Range(0, 20).Select(_ => TestRecords.Strategy(User.Id)).ToList();

        await Writer.UpsertAsync(users);
        await Writer.UpsertAsync(strategies);
        (await Writer.UpsertAsync(users)).Unchanged.Should().Be(20);
        strategies[3].Config["fast"] = 12;
        (await Writer.UpsertAsync(strategies)).Should().BeEquivalentTo(new BulkResult(0, 1, 19, 0, []));

        await using var context = CreateContext();
        (await context.Users.SingleAsync(user => user.Email == "bulk7@example.com")).Id.Should().Be(users[7].Id);
        (await context.Strategies.SingleAsync(strategy => strategy.Id == strategies[3].Id)).Config["fast"]!.GetValue<int>().Should().Be(12);
        var stored = await context.Database.SqlQueryRaw<byte[]>($"SELECT config AS \"Value\" FROM {TestDatabase.Table("strategies")}")
            .ToListAsync();
        stored.Should().HaveCount(20).And.OnlyContain(value => FieldProtector.IsEncrypted(value));
    }

    [Test]
    public async Task Two_writers_of_the_same_records_share_them()
    {
        var signals = Signals(6_000);
        await using var other = BuildServices();

        var results = await Task.WhenAll(
            Writer.UpsertAsync(signals.Take(4_500)),
            ((BulkWriter)other.GetService(typeof(BulkWriter))!).UpsertAsync(Enumerable.Reverse(signals).Take(4_500)));

        results.Sum(result => result.Inserted).Should().Be(6_000);
        results.Sum(result => result.Unchanged).Should().Be(3_000);
        await using var context = CreateContext();
        (await context.Signals.CountAsync()).Should().Be(6_000);
    }

    private List<IndicatorValues> Values(int count, int version) =>
    [
        .. Enumerable.Range(0, count).Select(i => new IndicatorValues
        {
            AssetId = Asset.Id,
            Timeframe = Timeframe.OneMinute,
            OpenTime = Start.AddMinutes(i),
            IndicatorVersion = version,
            Rsi = i % 7 == 0 ? null : i % 100,
            Macd = i / 3.0,
            BollingerUpper = 1.5m + i,
        }),
    ];

    private Trade NewTrade(int number)
    {
        var trade = new Trade
        {
            Id = Guid.CreateVersion7(Start),
            UserId = User.Id,
            AssetId = Asset.Id,
            Asset = Asset,
            Side = OrderSide.Buy,
            Exchange = "binance",
            Quantity = 2m,
            OpenedAt = Start,
            Notes = $"trade {number}",
        };
        trade.AddExecution(
            new TradeExecution
            {
                TradeId = trade.Id,
                Side = OrderSide.Buy,
                Price = 100m,
                Quantity = 2m,
                FeeAmount = 0.1m,
                FeeCurrency = Currency.Parse("USDT"),
                ExecutedAt = Start
            });
        trade.AddExecution(
            new TradeExecution
            {
                TradeId = trade.Id,
                Side = OrderSide.Sell,
                Price = 101m + number,
                Quantity = 2m,
                FeeAmount = 0.1m,
                FeeCurrency = Currency.Parse("USDT"),
                ExecutedAt = Start.AddHours(1)
            });
        return trade;
    }

    private async Task<List<string>> ReadAllAsync(string table)
    {
        await using var context = CreateContext();
        await context.Database.OpenConnectionAsync();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"SELECT * FROM {TestDatabase.Table(table)}";
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) switch
            {
                byte[] bytes => Convert.ToHexString(bytes),
                DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
                var value => $"{value.GetType().Name} {Convert.ToString(value, CultureInfo.InvariantCulture)}",
            })));
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }
}

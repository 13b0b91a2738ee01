using System.Diagnostics;

using FluentAssertions;

using Microsoft.Data.Sqlite;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sqlite;

namespace StrategyEngine.Data.Tests.MarketData;

/// <summary>What the candle store says when SQLite cannot do what it should.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SqliteCandleFailureTests : IDisposable
{
    private static readonly Guid AssetId = Guid.Parse("0197f3a1-7c55-7d3e-9a11-0123456789ab");
    private static readonly CandleRow[] Rows = [new(1_670_889_600_000, 1m, 1m, 1m, 1m, 1m)];

    private readonly CandleDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Test]
    public async Task A_missing_table_names_the_migration()
    {
        _database.Execute("DROP TABLE market_data");

        await ShouldFailAsync("candles.schema_missing", () => _database.Store.UpsertAsync(AssetId, Timeframe.OneMinute, Rows));
        await ShouldFailAsync("candles.schema_missing", () => _database.ReadAsync(AssetId).AsTask());
        await ShouldFailAsync("candles.schema_missing", () => _database.Store.CountAsync(AssetId, Timeframe.OneMinute));
    }

    [Test]
    public async Task A_lock_that_is_not_given_back_in_time_is_reported_as_busy()
    {
        using var connection = HoldLock();
        var started = Stopwatch.GetTimestamp();

        var exception = await ShouldFailAsync("candles.busy", () => _database.Store.UpsertAsync(AssetId, Timeframe.OneMinute, Rows));

        exception.IsTransient.Should().BeTrue();
        Stopwatch.GetElapsedTime(started).Should().BeGreaterThan(TimeSpan.FromSeconds(1.9), "the connection string says 2 s");
        (await _database.ReadAsync(AssetId)).Should().BeEmpty("readers are not held up");
    }

    [Test]
    public async Task A_wait_for_a_lock_can_be_cancelled()
    {
        using var connection = HoldLock();
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        using var patient = new SqliteTradingProvider(
            $"{_database.ConnectionString};Default Timeout=60").CreateCandleTable(TimeProvider.System);
        var started = Stopwatch.GetTimestamp();

        var write = () => new CandleStore(
            patient, TimeProvider.System, quarantine: null).UpsertAsync(
                AssetId, Timeframe.OneMinute, Rows, cancellationToken: cancellation.Token);

        await write.Should().ThrowAsync<OperationCanceledException>();
        Stopwatch.GetElapsedTime(started).Should().BeLessThan(TimeSpan.FromSeconds(30));
    }

    [Test]
    public async Task A_read_only_database_is_named()
    {
        using var table = new SqliteTradingProvider($"{_database.ConnectionString};Mode=ReadOnly").CreateCandleTable(TimeProvider.System);

        await ShouldFailAsync(
            "candles.read_only",
            () => new CandleStore(table, TimeProvider.System, quarantine: null).UpsertAsync(AssetId, Timeframe.OneMinute, Rows));
    }

    [Test]
    public async Task A_file_that_is_no_database_is_named_and_left_alone()
    {
        var path = Path.Combine(
            Path.GetDirectoryName(new SqliteConnectionStringBuilder(_database.ConnectionString).DataSource)!, "notes.db");
        var notes = string.Concat(Enumerable.Repeat("these are notes\n", 100));
        await File.WriteAllTextAsync(path, notes);
        using var table = new SqliteTradingProvider($"Data Source={path}").CreateCandleTable(TimeProvider.System);

        await ShouldFailAsync(
            "candles.corrupt",
            () => new CandleStore(table, TimeProvider.System, quarantine: null).UpsertAsync(AssetId, Timeframe.OneMinute, Rows));

        (await File.ReadAllTextAsync(path)).Should().Be(notes);
    }

    [Test]
    public async Task A_folder_that_does_not_exist_is_named()
    {
        using var table = new SqliteTradingProvider("Data Source=/does/not/exist/trading.db").CreateCandleTable(TimeProvider.System);

        await ShouldFailAsync(
            "candles.storage",
            () => new CandleStore(table, TimeProvider.System, quarantine: null).UpsertAsync(AssetId, Timeframe.OneMinute, Rows));
    }

    [Test]
    public async Task An_amount_that_another_program_garbled_is_never_read_as_a_number()
    {
        await _database.Store.UpsertAsync(AssetId, Timeframe.OneMinute, Rows);
        _database.Execute("UPDATE market_data SET close = 'n/a'");

        await ShouldFailAsync("candles.corrupt", () => _database.ReadAsync(AssetId).AsTask());
    }

    [Test]
    public async Task A_candle_with_a_garbled_amount_can_be_removed()
    {
        await _database.Store.UpsertAsync(AssetId, Timeframe.OneMinute, Rows);
        _database.Execute("UPDATE market_data SET close = 'n/a'");

        (await _database.Store.RemoveAsync(AssetId, Timeframe.OneMinute)).Should().Be(Rows.Length);

        (await _database.Store.ReadCoverageAsync(AssetId, Timeframe.OneMinute)).Present.Should().Be(0);
    }

    [Test]
    public async Task After_a_failure_the_store_goes_on()
    {
        _database.Execute("ALTER TABLE market_data RENAME TO hidden");
        await ShouldFailAsync("candles.schema_missing", () => _database.Store.UpsertAsync(AssetId, Timeframe.OneMinute, Rows));

        _database.Execute("ALTER TABLE hidden RENAME TO market_data");

        (await _database.Store.UpsertAsync(AssetId, Timeframe.OneMinute, Rows)).Inserted.Should().Be(1);
    }

    [Test]
    public async Task No_message_holds_the_connection_string()
    {
        using var table = new SqliteTradingProvider("Data Source=/does/not/exist/private-name.db").CreateCandleTable(TimeProvider.System);

        var exception = await ShouldFailAsync(
            "candles.storage",
            () => new CandleStore(table, TimeProvider.System, quarantine: null).UpsertAsync(AssetId, Timeframe.OneMinute, Rows));

        exception.ToString().Should().NotContain("private-name");
    }

    private static async Task<CandleTableException> ShouldFailAsync(string code, Func<Task> action)
    {
        var exception = (await action.Should().ThrowAsync<CandleTableException>()).Which;
        exception.Code.Should().Be(code);
        return exception;
    }

    private SqliteConnection HoldLock()
    {
        var connection = _database.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();
        return connection;
    }
}

using System.Globalization;
using System.Security.Cryptography;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using Npgsql;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Benchmarks.Candles.PostgreSql;

/// <summary>A database on a private server for the contenders of one ratio, with the tables the library's migrations make.</summary>
internal sealed class CandleDatabase : IAsyncDisposable
{
    private readonly PrivateServer _server;
    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("candle-ratio-keys-");
    private readonly List<string> _written = [];
    private NpgsqlConnection _connection = null!;

    private CandleDatabase(PrivateServer server)
    {
        _server = server;
        Services = new ServiceCollection()
            .AddTradingData(
                trading => trading.UsePostgreSql(server.ConnectionString).ProtectKeys(ring => ring.PersistKeysToFileSystem(_keys)))
            .BuildServiceProvider();
    }

    /// <summary>The library's services on this database.</summary>
    public ServiceProvider Services { get; }

    /// <summary>Makes the database as an application would, with the one asset.</summary>
    /// <exception cref="Harness.LineSkippedException">The machine has no PostgreSQL.</exception>
    public static async Task<CandleDatabase> CreateAsync()
    {
        var database = new CandleDatabase(await PrivateServer.StartAsync());
        await database.Services.GetRequiredService<MigrationRunner>().MigrateAsync();
        await using (var context = await database.Services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContextAsync())
        {
            context.Assets.Add(
                new Asset
                {
                    QuoteCurrency = Currency.Parse("USDT"),
                    Id = CandleSeries.AssetId,
                    Symbol = "BTCUSDT",
                    AssetClass = AssetClass.Crypto,
                    Name = "Bitcoin / Tether",
                    Exchange = "binance"
                });
            await context.SaveChangesAsync();
        }

        database._connection = database.Open();
        await database.FindWrittenAsync();
        return database;
    }

    /// <summary>
    /// A connection that knows nothing of the library, and has read the table once, as the library's has at the start of a round.
    /// </summary>
    public NpgsqlConnection Open()
    {
        var connection = new NpgsqlConnection(_server.ConnectionString + ";Pooling=false");
        connection.Open();
        using var read = new NpgsqlCommand($"SELECT * FROM {CandleCopy.Table} LIMIT 1", connection);
        read.ExecuteNonQuery();
        return connection;
    }

    /// <summary>
    /// Restarts the server, empties the table, and whatever the library writes besides candles, fills it with what is to be there at the
    /// start of a round, and settles the server.
    /// </summary>
    /// <remarks>
    /// How fast it copies depends on where its memory happens to lie, by as much as a fifth, and each process it makes inherits that:
    /// without a restart, the luck of one draw would decide all rounds.
    /// </remarks>
    public async Task ResetAsync(ReadOnlyMemory<CandleRow> stored)
    {
        await _connection.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await _server.RestartAsync();
        _connection = Open();
        Execute($"TRUNCATE {string.Join(", ", _written)}");
        if (!stored.IsEmpty)
        {
            await using var transaction = await _connection.BeginTransactionAsync();
            CandleCopy.WriteBinary(_connection, CandleCopy.Table, stored.Span);
            await transaction.CommitAsync();
        }

        Execute("VACUUM ANALYZE trading.market_data");
        Execute("CHECKPOINT");
    }

    /// <summary>How many rows there are, and a hash of them in the server's binary form.</summary>
    public async Task<string> DigestAsync()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var stream = await _connection.BeginRawBinaryCopyAsync(
            $"COPY (SELECT * FROM {CandleCopy.Table} ORDER BY asset_id, timeframe, open_time) TO STDOUT (FORMAT BINARY)");
        var buffer = new byte[65_536];
        long length = 0;
        for (int read; (read = await stream.ReadAsync(buffer, CancellationToken.None)) > 0; length += read)
            hash.AppendData(buffer.AsSpan(0, read));
        return string.Create(CultureInfo.InvariantCulture, $"{length} bytes, {Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}");
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await Services.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        _server.Dispose();
        _keys.Delete(recursive: true);
    }

    private async Task FindWrittenAsync()
    {
        var tables = new List<string>();
        await using (var command = new NpgsqlCommand(
            "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables WHERE schemaname = 'trading'", _connection))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                tables.Add(reader.GetString(0));
        }

        foreach (var table in tables)
        {
            await using var command = new NpgsqlCommand($"SELECT NOT EXISTS (SELECT FROM {table})", _connection);
            if ((bool)(await command.ExecuteScalarAsync())!)
                _written.Add(table);
        }
    }

    private void Execute(string sql)
    {
        using var command = new NpgsqlCommand(sql, _connection);
        command.ExecuteNonQuery();
    }
}

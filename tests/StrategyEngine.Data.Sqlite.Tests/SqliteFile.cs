using System.Globalization;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace StrategyEngine.Data.Sqlite.Tests;

/// <summary>A SQLite file as a program without the library handles it.</summary>
internal static class SqliteFile
{
    /// <summary>Inserts minutes of an asset of its own.</summary>
    public static void Fill(string path, int candles) => Scalar(
        path,
        $"""
        INSERT INTO assets (id, symbol, asset_class, name, exchange, market, quote_currency, contract_size, status, price_precision, quantity_precision, is_active, metadata, created_at, updated_at, version)
        SELECT x'01890000000070008000000000000001', 'FILL', 'crypto', 'Fill', 'binance', 'spot', 'USDT', '1.0', 'trading', 8, 8, 1, '{"{}"}', 0, 0, 1 WHERE NOT EXISTS (SELECT 1 FROM assets WHERE symbol = 'FILL');
        WITH RECURSIVE minute(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM minute WHERE n < {candles} - 1)
        INSERT INTO market_data (asset_id, timeframe, open_time, open, high, low, close, volume, closed, revision)
        SELECT x'01890000000070008000000000000001', '1m', n * 60000, '20000.0', '20001.5', '19999.75', '20000.125', '0.001', 1, 1 FROM minute;
        """);

    /// <summary>Runs statements on a connection of its own and gives the first value as text.</summary>
    public static string Scalar(string path, string sql, bool create = false)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False;Mode={(create ? "ReadWriteCreate" : "ReadWrite")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "";
    }

    /// <summary>Inverts bits of some bytes.</summary>
    public static void Damage(string path, int from, int length)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Position = from;
        var bytes = new byte[length];
        file.ReadExactly(bytes);
        file.Position = from;
        file.Write([.. bytes.Select(value => (byte)(value ^ 0x5A))]);
    }

    /// <summary>The services of an application that opens the file with a setting of its own.</summary>
    public static ServiceProvider BuildServices(SqliteTestDatabase database, string setting) => new ServiceCollection()
        .AddTradingData(trading => trading
            .UseSqlite($"{database.ConnectionString};{setting}")
            .ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(database.Folder, "keys")))))
        .BuildServiceProvider();
}

using System.Globalization;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Benchmarks.Sessions;

/// <summary>A SQLite file with users for the contenders of one ratio, with the tables the library's migrations make.</summary>
internal sealed class SessionWriteFile : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("session-ratio-");
    private SqliteConnection _connection = null!;

    private SessionWriteFile()
    {
        Path = System.IO.Path.Combine(_folder.FullName, "trading.db");
        Services = new ServiceCollection()
            .AddTradingData(trading => trading
                .UseSqlite($"Data Source={Path}")
                .ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(System.IO.Path.Combine(_folder.FullName, "keys"))))
                .ConfigureSessions(sessions => sessions.RefreshGracePeriod = TimeSpan.Zero)
                .ConfigureAccounts(accounts => (accounts.FreeFailures, accounts.LoginAttemptsPerAddress) = (100, 10_000)))
            .BuildServiceProvider();
    }

    /// <summary>The client that opens and refreshes every session.</summary>
    public static ClientInfo Client { get; } = new("203.0.113.7", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");

    /// <summary>The library's services on this file.</summary>
    public ServiceProvider Services { get; }

    public string Path { get; }

    public IReadOnlyList<Guid> Users { get; private set; } = [];

    /// <summary>Makes the file as an application would, with as many users, who have no password.</summary>
    public static async Task<SessionWriteFile> CreateAsync(int users)
    {
        var file = new SessionWriteFile();
        await file.Services.GetRequiredService<MigrationRunner>().MigrateAsync();
        await using (var context = await file.Services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContextAsync())
        {
            var rows = Enumerable.Range(0, users).Select(i => new User { Username = $"user{i}", Email = $"user{i}@example.com" }).ToList();
            context.Users.AddRange(rows);
            await context.SaveChangesAsync();
            file.Users = rows.ConvertAll(row => row.Id);
        }

        file._connection = file.Open();
        return file;
    }

    /// <summary>A connection as durable as the library's: write-ahead log, synchronous FULL, foreign keys enforced.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = Path, ForeignKeys = true, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL";
        command.ExecuteNonQuery();
        return connection;
    }

    /// <summary>Runs statements, and empties the log, so that every round starts alike.</summary>
    public void Reset(string sql)
    {
        Execute(sql);
        Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    public void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The columns of the first row.</summary>
    public string Read(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        reader.Read();
        return string.Join(
            ", ",
            Enumerable.Range(0, reader.FieldCount)
                .Select(i => $"{Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)} {reader.GetName(i)}"));
    }

    public async ValueTask DisposeAsync()
    {
        _connection.Dispose();
        await Services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}

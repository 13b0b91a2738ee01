using System.Text;

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Specifications;

namespace StrategyEngine.Data.Sqlite.Tests;

/// <summary>A SQLite file in a temporary folder.</summary>
public sealed class SqliteTestDatabase : TestDatabase
{
    public string Path => System.IO.Path.Combine(Folder, "trading.db");

    public string ConnectionString => $"Data Source={Path}";

    public override void Use(TradingDataBuilder trading) => trading.UseSqlite(ConnectionString);

    public override async Task MigrateAsync(MigrationRunner runner)
    {
        await TemplateFile.CopyToAsync(Path);
        await base.MigrateAsync(runner);
    }

    public override async Task<string> ExplainAsync(DbContext context, IQueryable query)
    {
        await context.Database.OpenConnectionAsync();
        await using var command = query.CreateDbCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        await using var reader = await command.ExecuteReaderAsync();
        var plan = new StringBuilder();
        while (await reader.ReadAsync())
            plan.AppendLine(reader.GetString(3));
        return plan.ToString();
    }

    public override async Task<byte[]> DumpAsync()
    {
        using var dump = new MemoryStream();
        foreach (var file in Directory.GetFiles(Folder, "trading.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            await stream.CopyToAsync(dump);
        }

        return dump.ToArray();
    }

    public override ValueTask DisposeAsync()
    {
        using (var connection = new SqliteConnection(ConnectionString))
            SqliteConnection.ClearPool(connection);
        return base.DisposeAsync();
    }
}

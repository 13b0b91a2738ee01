using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Specifications;
using StrategyEngine.Data.Sqlite;

namespace StrategyEngine.Data.SqlServer.Tests.Statements;

/// <summary>A SQLite file, on which the library really works while its queries are captured.</summary>
public sealed class CapturingDatabase : TestDatabase
{
    /// <summary>What is captured of every database of this kind.</summary>
    internal static CapturedQueries Captured { get; } = new();

    private string ConnectionString => $"Data Source={Path.Combine(Folder, "trading.db")}";

    public override void Use(TradingDataBuilder trading) =>
        trading.UseProvider(new CapturingProvider(new SqliteTradingProvider(ConnectionString), Captured));

    public override Task<string> ExplainAsync(DbContext context, IQueryable query) => Task.FromResult(query.ToQueryString());

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

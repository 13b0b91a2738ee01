using System.Globalization;
using System.Text.RegularExpressions;

using FluentAssertions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

using StrategyEngine.Data.Sessions;
using StrategyEngine.Data.Specifications.Sessions;

namespace StrategyEngine.Data.Sqlite.Tests.Sessions;

/// <summary>A clean-up that is long overdue.</summary>
public sealed partial class MillionSessionsTests : SessionsSpecification<SqliteTestDatabase>
{
    [Test]
    public async Task A_million_ended_sessions_go_in_constant_memory_and_small_batches()
    {
        var userId = await AddUserAsync();
        var living = await OpenAsync(NewNode(), userId);
        await AddEndedAsync(userId, 1_000_000);
        using var slowest = new SlowestStatement();
        await using var services = TestDatabase.BuildServices(Time, services: collection => collection.AddLogging(logging => logging.AddProvider(slowest)));
        var sessions = new SessionManager(services.GetRequiredService<TradingDatabase>());
        await sessions.ListSessionsAsync(userId);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var workingSet = Environment.WorkingSet;

        var report = await sessions.CleanupExpiredSessionsAsync();

        report.Sessions.Should().Be(1_000_000);
        slowest.Statements.Should().BeGreaterThanOrEqualTo(2_000);
        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(8_000_000);
        (Environment.WorkingSet - workingSet).Should().BeLessThan(100_000_000);
        (await sessions.ListSessionsAsync(userId)).Should().ContainSingle().Which.Id.Should().Be(living.SessionId);
        TestContext.Out.WriteLine($"{slowest.Statements} statements, the slowest {slowest.Milliseconds} ms");
    }

    // Copies of the living one that ended long ago, each at another instant, under ids that are their number.
    private async Task AddEndedAsync(Guid userId, int count)
    {
        await using var connection = new SqliteConnection(TestDatabase.ConnectionString);
        await connection.OpenAsync();
        await using var columns = connection.CreateCommand();
        columns.CommandText = "SELECT group_concat(name, ', ') FROM pragma_table_info('user_sessions') WHERE name NOT IN ('id', 'idle_expires_at')";
        var others = (string)(await columns.ExecuteScalarAsync())!;
        await using var insert = connection.CreateCommand();
        insert.CommandText =
            $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $count)
            INSERT INTO user_sessions (id, idle_expires_at, {others})
            SELECT CAST(printf('%016d', i) AS BLOB), i, {others} FROM n CROSS JOIN (SELECT * FROM user_sessions LIMIT 1)
            """;
        insert.Parameters.AddWithValue("$count", count);
        (await insert.ExecuteNonQueryAsync()).Should().Be(count);

        // What this one transaction left in the write-ahead log is no work of the clean-up's.
        await using var checkpoint = connection.CreateCommand();
        checkpoint.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await checkpoint.ExecuteNonQueryAsync();
    }

    /// <summary>Keeps how long the slowest statement took, by Entity Framework's own measure.</summary>
    private sealed partial class SlowestStatement : ILoggerProvider, ILogger
    {
        public int Statements { get; private set; }

        public int Milliseconds { get; private set; }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (Executed().Match(formatter(state, exception)) is not { Success: true } match)
                return;
            Statements++;
            Milliseconds = Math.Max(Milliseconds, int.Parse(match.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.CurrentCulture));
        }

        public void Dispose()
        {
        }

        [GeneratedRegex(@"^Executed DbCommand \(([\d.,\s]+)ms\)")]
        private static partial Regex Executed();
    }
}

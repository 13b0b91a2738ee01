using System.Globalization;

using FluentAssertions;

using Microsoft.Data.Sqlite;

using NUnit.Framework;

using StrategyEngine.Data.Specifications;
using StrategyEngine.Data.Specifications.Sessions;

namespace StrategyEngine.Data.Sqlite.Tests.Sessions;

/// <summary>A clean-up that is long overdue.</summary>
public sealed class MillionSessionsTests : SessionsSpecification<SqliteTestDatabase>
{
    [Test]
    public async Task Very_many_ended_sessions_go_in_constant_memory()
    {
        var count = Rounds.Of(standard: 200000, full: 1000000, part: 4);
        var userId = await AddUserAsync();
        var living = await OpenAsync(NewNode(), userId);
        await AddEndedAsync(count);

        // In a process of its own, in which nothing else holds memory.
        var now = Time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var line = (await Specifications.TestProcess.RunAloneAsync<SessionWork>(TestDatabase, now, "clear")).Single().Split(' ');

        line[0].Should().Be(count.ToString(CultureInfo.InvariantCulture));
        long.Parse(line[1], CultureInfo.InvariantCulture).Should().BeLessThan(8_000_000, "bytes of the heap");
        long.Parse(line[2], CultureInfo.InvariantCulture).Should().BeLessThan(100_000_000, "bytes of the working set");
        var sessions = NewNode();
        (await sessions.ListSessionsAsync(userId)).Should().ContainSingle().Which.Id.Should().Be(living.SessionId);
    }

    // Copies of the living one that ended long ago, each at another instant, under ids that are their number.
    private async Task AddEndedAsync(int count)
    {
        await using var connection = new SqliteConnection(TestDatabase.ConnectionString);
        await connection.OpenAsync();
        await using var columns = connection.CreateCommand();
        columns.CommandText =
            "SELECT group_concat(name, ', ') FROM pragma_table_info('user_sessions') WHERE name NOT IN ('id', 'idle_expires_at')";
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
}

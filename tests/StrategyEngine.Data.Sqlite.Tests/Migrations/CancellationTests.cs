using FluentAssertions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Migrations;

namespace StrategyEngine.Data.Sqlite.Tests.Migrations;

/// <summary>How soon a cancellation reaches the statement that is running, apart from how long rolling back takes.</summary>
public sealed class CancellationTests : MigrationFixture
{
    [Test]
    public async Task A_cancellation_reaches_the_statement_within_half_a_second()
    {
        const int RowsBefore = 300_000;
        var clock = TimeProvider.System;
        using var cancellation = new CancellationTokenSource();
        var (before, after, began, cancelled) = (0, 0, 0L, 0L);
        await using var services = new ServiceCollection().AddTradingData<TickingContext>(trading => trading
            .UseProvider(new TickingProvider(Database.ConnectionString, Tick))
            .ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(Database.Folder, "keys")))))
            .BuildServiceProvider();
        var runner = services.GetRequiredService<MigrationRunner>();

        await runner.Awaiting(attempt => attempt.MigrateAsync(cancellationToken: cancellation.Token)).Should()
            .ThrowAsync<OperationCanceledException>();

        // In rows and not by the clock: a machine that is busy with something else makes every row late, and no row more.
        after.Should().BeLessThan(2000, "SQLite looks at the token every 2000 instructions, of which a row takes several");
        var pace = clock.GetElapsedTime(began, cancelled) / before;
        (pace * after).Should().BeLessThan(TimeSpan.FromMilliseconds(500));
        (await runner.GetStatusAsync()).Should().Match<MigrationStatus>(status => status.Applied.Count == 0 && status.Announced == null);

        // Called by the statement for each row, on its thread.
        void Tick()
        {
            if (cancellation.IsCancellationRequested)
            {
                after++;
                return;
            }

            if (before++ == 0)
                began = clock.GetTimestamp();
            if (before != RowsBefore)
                return;
            cancelled = clock.GetTimestamp();
            cancellation.Cancel();
        }
    }
}

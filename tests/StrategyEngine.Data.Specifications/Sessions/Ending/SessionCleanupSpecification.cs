// The names of tables come from the test database.
#pragma warning disable EF1002

using System.Data.Common;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

using NUnit.Framework;

using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>The clean-up that a host does by itself.</summary>
public abstract class SessionCleanupSpecification<TDatabase> : SessionsSpecification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task A_host_cleans_up_by_itself_and_goes_on_after_a_failure()
    {
        await using var services = BuildServices(
            trading => trading.ConfigureSessions(sessions => sessions.CleanupInterval = TimeSpan.FromHours(1)));
        var userId = await AddUserAsync();
        await OpenAsync(NewNode(), userId);
        Time.Advance(TimeSpan.FromHours(3));
        var hosted = services.GetServices<IHostedService>().ToList();
        foreach (var service in hosted)
            await service.StartAsync(CancellationToken.None);
        try
        {
            await UntilAsync(async context => !await context.UserSessions.AnyAsync());

            // With the table gone, the clean-up fails, which must not end it.
            await using (var context = CreateContext())
            {
                await TestDatabase.ExecuteAsOwnerAsync(
                    context, $"ALTER TABLE {TestDatabase.Table("user_sessions")} RENAME TO user_sessions_elsewhere");
            }

            await UntilAsync(_ => Task.FromResult(Log.Text.Contains("The clean-up of sessions failed", StringComparison.Ordinal)));
            await using (var context = CreateContext())
            {
                await TestDatabase.ExecuteAsOwnerAsync(
                    context, $"ALTER TABLE {TestDatabase.Table("user_sessions_elsewhere")} RENAME TO user_sessions");
            }

            await OpenAsync(NewNode(), userId);
            await UntilAsync(async context => !await context.UserSessions.AnyAsync());
        }
        finally
        {
            foreach (var service in hosted)
                await service.StopAsync(CancellationToken.None);
        }
    }

    [Test]
    public async Task A_host_that_is_told_not_to_does_not_clean_up()
    {
        await using var services = BuildServices(
            trading => trading.ConfigureSessions(sessions => sessions.CleanupInterval = TimeSpan.Zero));
        await OpenAsync(NewNode(), await AddUserAsync());
        foreach (var service in services.GetServices<IHostedService>().OfType<BackgroundService>())
        {
            await service.StartAsync(CancellationToken.None);
            await service.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(30));
        }

        await using var context = CreateContext();
        (await context.UserSessions.CountAsync()).Should().Be(1);
    }

    [Test]
    public async Task A_clean_up_that_is_cancelled_keeps_what_it_did()
    {
        var sessions = NewNode(options => (options.CleanupBatchSize, options.MaxSessionsPerUser) = (1, 100));
        var userId = await AddUserAsync();
        for (var i = 0; i < 20; i++)
            await OpenAsync(sessions, userId);
        Time.Advance(TimeSpan.FromHours(3));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await sessions.Awaiting(s => s.CleanupExpiredSessionsAsync(cancelled.Token)).Should().ThrowAsync<OperationCanceledException>();

        (await sessions.CleanupExpiredSessionsAsync()).Sessions.Should().Be(20);
    }

    [Test]
    public async Task Of_a_refresh_and_a_clean_up_that_meet_whoever_writes_first_wins_and_the_other_notices()
    {
        var sessions = NewNode();
        var userId = await AddUserAsync();
        var (early, late) = (await OpenAsync(sessions, userId), await OpenAsync(sessions, userId));
        Time.Advance(TimeSpan.FromMinutes(1));
        (early, late) = (await RotateAsync(sessions, early), await RotateAsync(sessions, late));
        Time.Advance(TimeSpan.FromHours(2) - TimeSpan.FromMilliseconds(1));

        // By the clock of the clean-up both have just ended. Before it deletes, whatever it has read, one is refreshed; the other is by a
        // node that knows the row from its last refresh, as if it had been read before the deletion.
        var deletion = new BeforeDeletion("user_sessions", async () => early = await RotateAsync(sessions, early));
        await using var services = TestDatabase.BuildServices(new FakeTimeProvider(Time.GetUtcNow().AddMilliseconds(1)), deletion);
        var deleted = await services.GetRequiredService<SessionManager>().CleanupExpiredSessionsAsync();
        var refused = await sessions.RefreshTokenAsync(late.RefreshToken.Reveal());

        deletion.HasCome.Should().BeTrue();
        deleted.Sessions.Should().Be(1, "the session that was refreshed stays");
        refused.Should().Be(new RefreshResult.Invalid(RefreshRejection.UnknownSession), "the other one is gone");
        (await FindAsync(late.SessionId)).Should().BeNull();
        Time.Advance(TimeSpan.FromMinutes(1));
        await RotateAsync(sessions, early);
    }

    // The clock of the host belongs to the test: each turn lets an hour pass.
    private async Task UntilAsync(Func<TradingDbContext, Task<bool>> isDone)
    {
        for (var turn = 0; turn < 2_000; turn++)
        {
            Time.Advance(TimeSpan.FromHours(1));
            await using var context = CreateContext();
            if (await isDone(context))
                return;
            await Task.Yield();
        }

        throw new AssertionException("It was not done.");
    }

    /// <summary>Does something once, right before rows of a table are deleted.</summary>
    private sealed class BeforeDeletion(string table, Func<Task> action) : DbCommandInterceptor
    {
        public bool HasCome { get; private set; }

        public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (!HasCome
                && command.CommandText.Contains("DELETE", StringComparison.Ordinal)
                && command.CommandText.Contains(table, StringComparison.Ordinal))
            {
                HasCome = true;
                await action();
            }

            return result;
        }
    }
}

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sessions.Throttling;

/// <summary>Counts attempts in the database, so that limits hold across nodes and restarts.</summary>
/// <remarks>
/// An attempt is counted before it is made, by a compare-and-swap, so that parallel attempts do not slip through together; success
/// takes the count back. Nothing is slowed for longer than the window.
/// </remarks>
internal sealed class LoginThrottles(SessionServices services, AccountOptions options)
{
    /// <summary>
    /// Takes one of the log-ins a network may try: the generic cell rate algorithm, a burst that comes back evenly over the window.
    /// </summary>
    /// <returns>Null, or how long to wait.</returns>
    public Task<TimeSpan?> TakeAsync(byte[] key, CancellationToken cancellationToken)
    {
        var interval = TimeSpan.FromMilliseconds(Math.Ceiling(options.AttemptWindow.TotalMilliseconds / options.LoginAttemptsPerAddress));
        return ChangeAsync(
            key,
            (state, now) =>
            {
                var arrival = state.NextAllowedAt > now && IsPlausible(state.NextAllowedAt, now) ? state.NextAllowedAt : now;
                var early = arrival + interval - now - (interval * options.LoginAttemptsPerAddress);
                return early > TimeSpan.Zero ? (null, early) : (new State(0, arrival + interval), TimeSpan.Zero);
            },
            cancellationToken);
    }

    /// <summary>
    /// Counts an attempt as failed before it is made. From the last free one on, the next must wait: 1 s, 2 s, 4 s, up to the window.
    /// </summary>
    /// <param name="key">What is counted.</param>
    /// <param name="cancellationToken">Cancels the wait for the database.</param>
    /// <param name="isRemembered">
    /// Whether failures count until the next success, and are not forgotten after a quiet window: for codes of six digits, of which a
    /// thousand a day would find one within a year.
    /// </param>
    /// <returns>Null, or how long to wait.</returns>
    public Task<TimeSpan?> BeginAsync(byte[] key, CancellationToken cancellationToken, bool isRemembered = false) => ChangeAsync(
        key,
        (state, now) =>
        {
            if (state.NextAllowedAt > now && IsPlausible(state.NextAllowedAt, now))
                return (null, state.NextAllowedAt - now);
            var failures = !isRemembered && state.NextAllowedAt + options.AttemptWindow <= now ? 1 : Math.Min(state.Failures, 10_000) + 1;
            return (new State(failures, now + Delay(failures)), TimeSpan.Zero);
        },
        cancellationToken);

    /// <summary>The attempt succeeded: all is forgotten.</summary>
    public Task ResetAsync(byte[] key, CancellationToken cancellationToken) =>
        WithRowAsync(key, (rows, token) => rows.ExecuteDeleteAsync(token), cancellationToken);

    /// <summary>The attempt was not made after all.</summary>
    public Task ForgiveAsync(byte[] key, CancellationToken cancellationToken)
    {
        var now = services.Now;
        return WithRowAsync(
            key,
            (rows, token) => rows.Where(row => row.Failures > 0).ExecuteUpdateAsync(
                update => update.SetProperty(row => row.Failures, row => row.Failures - 1).SetProperty(row => row.NextAllowedAt, now),
                token),
            cancellationToken);
    }

    private TimeSpan Delay(int failures)
    {
        if (failures < options.FreeFailures)
            return TimeSpan.Zero;
        var doublings = Math.Min(failures - options.FreeFailures, 20);
        var delay = TimeSpan.FromSeconds(1L << doublings);
        return delay < options.AttemptWindow ? delay : options.AttemptWindow;
    }

    // A clock that stepped back must not turn a wait into a lock.
    private bool IsPlausible(DateTimeOffset instant, DateTimeOffset now) =>
        instant - now <= options.AttemptWindow + TimeSpan.FromSeconds(1);

    private async Task<TimeSpan?> ChangeAsync(
        byte[] key, Func<State, DateTimeOffset, (State? Next, TimeSpan RetryAfter)> decide, CancellationToken cancellationToken)
    {
        // Each turn that loses has let another win, and whoever wins brings the limit nearer.
        while (true)
        {
            var context = services.OpenContext();
            await using (context.ConfigureAwait(false))
            {
                var now = services.Now;
                var row = await context.Set<LoginThrottle>()
                    .AsNoTracking()
                    .SingleOrDefaultAsync(row => row.Key == key, cancellationToken)
                    .ConfigureAwait(false);
                var state = row is null ? new State(0, DateTimeOffset.UnixEpoch) : new State(row.Failures, row.NextAllowedAt);
                var (next, retryAfter) = decide(state, now);
                if (next is null)
                    return retryAfter;
                if (await TrySaveAsync(context, key, row is null ? null : state, next, cancellationToken).ConfigureAwait(false))
                    return null;
            }
        }
    }

    private static async Task<bool> TrySaveAsync(
        DbContext context, byte[] key, State? expected, State next, CancellationToken cancellationToken)
    {
        if (expected is not null)
        {
            return await context.Set<LoginThrottle>()
                .Where(row => row.Key == key && row.Failures == expected.Failures && row.NextAllowedAt == expected.NextAllowedAt)
                .ExecuteUpdateAsync(
                    update =>
                        update.SetProperty(row => row.Failures, next.Failures).SetProperty(row => row.NextAllowedAt, next.NextAllowedAt),
                    cancellationToken).ConfigureAwait(false) == 1;
        }

        context.Add(new LoginThrottle { Key = key, Failures = next.Failures, NextAllowedAt = next.NextAllowedAt });
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DuplicateRecordException)
        {
            return false;
        }
    }

    private async Task WithRowAsync(
        byte[] key, Func<IQueryable<LoginThrottle>, CancellationToken, Task<int>> change, CancellationToken cancellationToken)
    {
        var context = services.OpenContext();
        await using (context.ConfigureAwait(false))
        {
            await change(context.Set<LoginThrottle>().Where(row => row.Key == key), cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed record State(int Failures, DateTimeOffset NextAllowedAt);
}

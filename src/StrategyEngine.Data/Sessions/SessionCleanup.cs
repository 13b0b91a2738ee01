using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Sessions;

/// <summary>Deletes what has ended, in batches that hold no lock for long.</summary>
internal static class SessionCleanup
{
    // The longest that AccountOptions.AttemptWindow can be.
    private static readonly TimeSpan ThrottleRetention = TimeSpan.FromDays(1);

    private static readonly TimeSpan LongStatement = TimeSpan.FromMilliseconds(250);

    public static async Task<CleanupReport> RunAsync(SessionServices services, CancellationToken cancellationToken)
    {
        var now = services.Now;
        var ended = now - services.Options.EndedSessionRetention;
        var quiet = now - ThrottleRetention;
        var forgotten = now - services.Options.EventRetention;
        var context = services.OpenContext();
        await using (context.ConfigureAwait(false))
        {
            var sessions = await DeleteAsync(
                context.Set<UserSession>().Where(session => session.IdleExpiresAt <= ended),
                (rows, batch) => rows.OrderBy(session => session.IdleExpiresAt).Take(batch).Select(session => session.Id),
                (rows, ids) => rows.Where(session => ids.Contains(session.Id)),
                services, cancellationToken).ConfigureAwait(false);
            var throttles = await DeleteAsync(
                context.Set<LoginThrottle>().Where(throttle => throttle.NextAllowedAt <= quiet),
                (rows, batch) => rows.OrderBy(throttle => throttle.NextAllowedAt).Take(batch).Select(throttle => throttle.Key),
                (rows, keys) => rows.Where(throttle => keys.Contains(throttle.Key)),
                services, cancellationToken).ConfigureAwait(false);
            var events = await DeleteEventsAsync(context.Set<AuthenticationEvent>(), forgotten, services.Options.CleanupBatchSize, cancellationToken).ConfigureAwait(false);
            var signingKeys = await context.Set<SigningKey>().Where(key => key.DeletesAt <= now).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            Log.SessionsCleanedUp(services.Logger, sessions, throttles, signingKeys, events);
            return new CleanupReport(sessions, throttles, signingKeys, events);
        }
    }

    // The condition is asked again of each row that is deleted: one that was used in between stays, whatever the database's isolation.
    // Where a statement takes long, the next ones take less.
    private static async Task<int> DeleteAsync<TRow, TKey>(
        IQueryable<TRow> ended,
        Func<IQueryable<TRow>, int, IQueryable<TKey>> choose,
        Func<IQueryable<TRow>, IQueryable<TKey>, IQueryable<TRow>> among,
        SessionServices services,
        CancellationToken cancellationToken)
    {
        var batch = services.Options.CleanupBatchSize;
        var total = 0;
        while (true)
        {
            var began = services.TimeProvider.GetTimestamp();
            var deleted = await among(ended, choose(ended, batch)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            total += deleted;
            if (deleted < batch)
                return total;
            batch = services.TimeProvider.GetElapsedTime(began) > LongStatement ? Math.Max(batch / 2, 1) : Math.Min(batch * 2, services.Options.CleanupBatchSize);
        }
    }

    // Entries are stored in the order of time and never change: a batch is what lies before an instant.
    private static async Task<int> DeleteEventsAsync(IQueryable<AuthenticationEvent> events, DateTimeOffset forgotten, int batch, CancellationToken cancellationToken)
    {
        var total = 0;
        while (true)
        {
            var last = await events.Where(entry => entry.OccurredAt <= forgotten).OrderBy(entry => entry.OccurredAt).Skip(batch - 1)
                .Select(entry => (DateTimeOffset?)entry.OccurredAt).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            var upTo = last ?? forgotten;
            total += await events.Where(entry => entry.OccurredAt <= upTo).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            if (last is null)
                return total;
        }
    }
}

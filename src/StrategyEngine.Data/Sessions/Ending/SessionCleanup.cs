using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sessions;

/// <summary>Deletes what has ended, in batches that hold no lock for long.</summary>
internal static class SessionCleanup
{
    // The longest that AccountOptions.AttemptWindow can be.
    private static readonly TimeSpan ThrottleRetention = TimeSpan.FromDays(1);

    public static async Task<CleanupResult> RunAsync(SessionServices services, CancellationToken cancellationToken)
    {
        var now = services.Now;
        var ended = now - services.Options.EndedSessionRetention;
        var quiet = now - ThrottleRetention;
        var forgotten = now - services.Options.EventRetention;
        var context = services.OpenContext();
        await using (context.ConfigureAwait(false))
        {
            var batches = new BatchDelete(services.TimeProvider, services.Options.CleanupBatchSize);
            var sessions = (int)await batches.ByKeyAsync(
                context.Set<UserSession>().Where(session => session.IdleExpiresAt <= ended),
                (rows, batch) => rows.OrderBy(session => session.IdleExpiresAt).Take(batch).Select(session => session.Id),
                (rows, ids) => rows.Where(session => ids.Contains(session.Id)),
                cancellationToken).ConfigureAwait(false);
            var throttles = (int)await batches.ByKeyAsync(
                context.Set<LoginThrottle>().Where(throttle => throttle.NextAllowedAt <= quiet),
                (rows, batch) => rows.OrderBy(throttle => throttle.NextAllowedAt).Take(batch).Select(throttle => throttle.Key),
                (rows, keys) => rows.Where(throttle => keys.Contains(throttle.Key)),
                cancellationToken).ConfigureAwait(false);

            // Entries are stored in the order of time and never change.
            var events = (int)await batches.ByTimeAsync(
                context.Set<AuthenticationEvent>(),
                entry => entry.OccurredAt,
                (rows, instant) => rows.Where(entry => entry.OccurredAt <= instant),
                forgotten,
                cancellationToken).ConfigureAwait(false);
            var signingKeys = await context.Set<SigningKey>()
                .Where(key => key.DeletesAt <= now)
                .ExecuteDeleteAsync(cancellationToken)
                .ConfigureAwait(false);
            Log.SessionsCleanedUp(services.Logger, sessions, throttles, signingKeys, events);
            return new CleanupResult(sessions, throttles, signingKeys, events);
        }
    }
}

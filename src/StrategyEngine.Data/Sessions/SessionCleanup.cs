using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Sessions;

/// <summary>Deletes what has ended, in batches that hold no lock for long.</summary>
internal static class SessionCleanup
{
    // The longest that AccountOptions.AttemptWindow can be.
    private static readonly TimeSpan ThrottleRetention = TimeSpan.FromDays(1);

    public static async Task<CleanupReport> RunAsync(SessionServices services, CancellationToken cancellationToken)
    {
        var now = services.Now;
        var ended = now - services.Options.EndedSessionRetention;
        var quiet = now - ThrottleRetention;
        var batch = services.Options.CleanupBatchSize;
        var context = services.OpenContext();
        await using (context.ConfigureAwait(false))
        {
            var sessions = await DeleteAsync(
                context.Set<UserSession>().Where(session => session.IdleExpiresAt <= ended).OrderBy(session => session.IdleExpiresAt), batch, cancellationToken)
                .ConfigureAwait(false);
            var throttles = await DeleteAsync(
                context.Set<LoginThrottle>().Where(throttle => throttle.NextAllowedAt <= quiet).OrderBy(throttle => throttle.NextAllowedAt), batch, cancellationToken)
                .ConfigureAwait(false);
            var signingKeys = await context.Set<SigningKey>().Where(key => key.DeletesAt <= now).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            var forgotten = now - services.Options.EventRetention;
            var events = await DeleteAsync(
                context.Set<AuthenticationEvent>().Where(entry => entry.OccurredAt <= forgotten).OrderBy(entry => entry.OccurredAt), batch, cancellationToken)
                .ConfigureAwait(false);
            Log.SessionsCleanedUp(services.Logger, sessions, throttles, signingKeys, events);
            return new CleanupReport(sessions, throttles, signingKeys, events);
        }
    }

    private static async Task<int> DeleteAsync<T>(IQueryable<T> rows, int batch, CancellationToken cancellationToken)
    {
        var total = 0;
        while (true)
        {
            var deleted = await rows.Take(batch).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            total += deleted;
            if (deleted < batch)
                return total;
        }
    }
}

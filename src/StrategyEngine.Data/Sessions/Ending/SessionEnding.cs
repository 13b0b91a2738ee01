using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sessions;

/// <summary>Ends sessions before their time.</summary>
internal static class SessionEnding
{
    public static async Task<bool> RevokeOneAsync(
        SessionServices services, Guid sessionId, SessionRevocation reason, Guid? ownerId, CancellationToken cancellationToken)
    {
        var userId = await services.InTransactionAsync(
            async (context, transaction, token) =>
            {
                var now = services.Now;
                var revoked = await RevokeAsync(
                    context.Set<UserSession>()
                        .Where(
                            session => session.Id == sessionId
                                && session.IdleExpiresAt > now
                                && (ownerId == null || session.UserId == ownerId)), reason, now, token)
                    .ConfigureAwait(false);
                if (revoked == 0)
                    return (Guid?)null;
                var owner = await context.Set<UserSession>().Where(session => session.Id == sessionId).Select(session => session.UserId)
                    .SingleAsync(token).ConfigureAwait(false);
                Record(context, services, owner, [sessionId], reason);
                await context.SaveChangesAsync(token).ConfigureAwait(false);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                return owner;
            },
            cancellationToken).ConfigureAwait(false);
        if (userId is not null)
            services.Cache.Revoked(sessionId);
        return userId is not null;
    }

    public static async Task<int> RevokeAllAsync(
        SessionServices services, Guid userId, Guid? exceptSessionId, SessionRevocation reason, CancellationToken cancellationToken)
    {
        var revoked = await services.InTransactionAsync(
            async (context, transaction, token) =>
            {
                var ids = await RevokeAllAsync(services, context, userId, exceptSessionId, reason, token).ConfigureAwait(false);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                return ids;
            },
            cancellationToken).ConfigureAwait(false);
        Announce(services, userId, revoked, reason);
        return revoked.Count;
    }

    /// <summary>Within the caller's transaction, and saved there; the caller announces what was revoked once it has committed.</summary>
    public static async Task<List<Guid>> RevokeAllAsync(
        SessionServices services,
        DbContext context,
        Guid userId,
        Guid? exceptSessionId,
        SessionRevocation reason,
        CancellationToken cancellationToken)
    {
        await UserLock.TakeAsync(context, userId, cancellationToken).ConfigureAwait(false);
        var now = services.Now;
        var ids = await context.Set<UserSession>()
            .Where(
                session =>
                    session.UserId == userId && session.RevokedAt == null && session.IdleExpiresAt > now && session.Id != exceptSessionId)
            .Select(session => session.Id)
            .ToListAsync(cancellationToken).ConfigureAwait(false);

        await RevokeAsync(
            context.Set<UserSession>()
                .Where(session => session.UserId == userId && session.IdleExpiresAt > now && session.Id != exceptSessionId),
            reason, now, cancellationToken).ConfigureAwait(false);
        Record(context, services, userId, ids, reason);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return ids;
    }

    public static void Announce(SessionServices services, Guid userId, List<Guid> revoked, SessionRevocation reason)
    {
        revoked.ForEach(services.Cache.Revoked);
        if (revoked.Count > 0)
            Log.SessionsRevoked(services.Logger, revoked.Count, userId, reason.ToString());
    }

    /// <summary>Adds an event for each session; the caller saves.</summary>
    public static void Record(DbContext context, SessionServices services, Guid userId, List<Guid> sessionIds, SessionRevocation reason) =>
        sessionIds.ForEach(
            id => AuthenticationLog.Add(
                context, services, AuthenticationEventKind.SessionRevoked, userId, id, detail: SnakeCase.Write(reason)));

    /// <summary>Revokes those of the sessions that are not yet.</summary>
    public static Task<int> RevokeAsync(
        IQueryable<UserSession> sessions, SessionRevocation reason, DateTimeOffset now, CancellationToken cancellationToken) =>
        sessions.Where(session => session.RevokedAt == null).ExecuteUpdateAsync(
            update => update
                .SetProperty(session => session.RevokedAt, now)
                .SetProperty(session => session.RevokeReason, reason)
                .SetProperty(session => session.IdleExpiresAt, now),
            cancellationToken);
}

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Sessions;

/// <summary>Takes a second factor within a session.</summary>
/// <remarks>
/// The session is replaced by a new one, so that tokens that were stolen before gain nothing by it (OWASP ASVS 5.0, 7.2.4). Nothing else
/// changes: it ends when the former would have.
/// </remarks>
internal static class StepUp
{
    public static async Task<StepUpResult> RunAsync(
        AccountServices services, string? accessToken, string code, ClientInfo client, CancellationToken cancellationToken)
    {
        var sessions = services.Sessions;
        var validation = await SessionValidation.ValidateAsync(sessions, accessToken, TokenFreshness.Strict, client, cancellationToken)
            .ConfigureAwait(false);
        if (validation is not ValidationResult.Valid { Session: var session })
            return new StepUpResult.InvalidSession(((ValidationResult.Rejected)validation).Reason);
        var keys = await sessions.Keys.GetAsync(cancellationToken).ConfigureAwait(false);
        if (await SecondFactor.BeginInSessionAsync(services, session.UserId, cancellationToken).ConfigureAwait(false) is { } retryAfter)
            return new StepUpResult.Throttled(retryAfter);

        var result = await sessions.InTransactionAsync<StepUpResult>(
            async (context, transaction, token) =>
            {
                await UserLock.TakeAsync(context, session.UserId, token).ConfigureAwait(false);
                var outcome = await SecondFactor.SpendAsync(context, services, session.UserId, null, code, token).ConfigureAwait(false);
                if (outcome != CodeOutcome.Accepted)
                    return outcome == CodeOutcome.Rejected ? new StepUpResult.Rejected() : new StepUpResult.NotEnrolled();
                var now = sessions.Now;
                var former = await context.Set<UserSession>().AsNoTracking()
                    .SingleOrDefaultAsync(other => other.Id == session.SessionId, token).ConfigureAwait(false);
                var ended = former is null ? 0 : await SessionEnding.RevokeAsync(
                    context.Set<UserSession>().Where(other => other.Id == former.Id && other.IdleExpiresAt > now),
                    SessionRevocation.SteppedUp,
                    now,
                    token).ConfigureAwait(false);
                if (ended == 0)
                    return new StepUpResult.InvalidSession(TokenRejection.SessionRevoked);

                var opening = new SessionOpening(former!.UserId, former.SecurityVersion, client, Request(former));
                var methods = string.Join(' ', opening.Request.AuthenticationMethods);
                var (next, refreshToken) = SessionCreation.New(
                    sessions, opening, former.Scopes, methods, former.SecurityVersion, now, former.AbsoluteExpiresAt);
                next.IpAddress ??= former.IpAddress;
                next.UserAgent ??= former.UserAgent;
                context.Add(next);
                AuthenticationLog.Add(
                    context, sessions, AuthenticationEventKind.SteppedUp, next.UserId, next.Id, former.Id, client: client);
                await context.SaveChangesAsync(token).ConfigureAwait(false);
                var issued = SessionIssuer.Issue(sessions, keys, SessionRow.Of(next, now), refreshToken, now);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                return new StepUpResult.Success(issued);
            },
            cancellationToken).ConfigureAwait(false);

        if (result is StepUpResult.Success)
        {
            sessions.Cache.Revoked(session.SessionId);
            await SecondFactor.SucceededInSessionAsync(services, session.UserId).ConfigureAwait(false);
        }
        else if (result is StepUpResult.Rejected)
        {
            await AuthenticationLog.WriteAsync(
                sessions, AuthenticationEventKind.SecondFactorFailed, session.UserId, cancellationToken, session.SessionId, client: client)
                .ConfigureAwait(false);
        }

        return result;
    }

    private static SessionRequest Request(UserSession former) => new()
    {
        Type = former.SessionType,
        Remember = former.IsRemembered,
        AuthenticationMethods = [.. SpaceSeparated.Split(former.AuthenticationMethods).Union(["otp", "mfa"])],
    };
}

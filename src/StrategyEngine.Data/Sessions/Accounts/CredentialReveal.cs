using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Sessions;

/// <summary>Gives the secrets of an exchange credential to its user, after a recent second factor, and writes down that it did.</summary>
internal static class CredentialReveal
{
    public static async Task<RevealCredentialResult> RunAsync(
        AccountServices services, string? accessToken, Guid credentialId, ClientInfo client, CancellationToken cancellationToken)
    {
        var sessions = services.Sessions;
        var validation = await SessionValidation.ValidateAsync(sessions, accessToken, TokenFreshness.Strict, client, cancellationToken)
            .ConfigureAwait(false);
        if (validation is not ValidationResult.Valid { Session: var session })
            return new RevealCredentialResult.InvalidSession(((ValidationResult.Rejected)validation).Reason);

        var context = sessions.OpenContext();
        await using (context.ConfigureAwait(false))
        {
            var factor = await context.Set<UserSession>()
                .Where(other => other.Id == session.SessionId)
                .Select(other => new { other.SecondFactorAt, other.User!.TwoFactorEnabled })
                .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            var isRecent = factor?.SecondFactorAt is { } at && (sessions.Now - at).Duration() < services.Options.StepUpLifetime;

            // The credential is looked for last, so that a session without a second factor learns of no id.
            var credential = isRecent
                ? await context.Set<ExchangeCredential>().AsNoTracking()
                    .SingleOrDefaultAsync(
                        other => other.Id == credentialId && other.UserId == session.UserId && other.RevokedAt == null, cancellationToken)
                    .ConfigureAwait(false)
                : null;
            RevealCredentialResult result = credential is not null ? new RevealCredentialResult.Granted(credential)
                : isRecent ? new RevealCredentialResult.NotFound()
                : factor is { TwoFactorEnabled: true } ? new RevealCredentialResult.StepUpRequired()
                : new RevealCredentialResult.TwoFactorNotEnrolled();

            // Written before anything is given away: what cannot be recorded is not revealed.
            var isGranted = result is RevealCredentialResult.Granted;
            AuthenticationLog.Add(
                context,
                sessions,
                isGranted ? AuthenticationEventKind.CredentialRevealed : AuthenticationEventKind.RevealRefused,
                session.UserId,
                session.SessionId,
                credentialId,
                isGranted ? null : Names.Of(result),
                client);
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            if (isGranted)
                Log.CredentialRevealed(sessions.Logger, credentialId, session.SessionId);
            return result;
        }
    }
}

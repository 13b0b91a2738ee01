using Microsoft.Extensions.Logging;

namespace StrategyEngine.Data.Diagnostics;

internal static partial class Log
{
    [LoggerMessage(1400, LogLevel.Information, "Made the signing key {Algorithm} {Epoch}, which signs from {ActivatesAt:O}.")]
    public static partial void SigningKeyCreated(ILogger logger, string algorithm, int epoch, DateTimeOffset activatesAt);

    [LoggerMessage(1401, LogLevel.Debug, "Opened the session {SessionId} of the user {UserId}.")]
    public static partial void SessionCreated(ILogger logger, Guid sessionId, Guid userId);

    [LoggerMessage(1402, LogLevel.Information, "Revoked {Count} sessions of the user {UserId}: {Reason}.")]
    public static partial void SessionsRevoked(ILogger logger, int count, Guid userId, string reason);

    [LoggerMessage(
        1403, LogLevel.Warning, "A spent refresh token ({Cause}) of the session {SessionId} was presented; the session is revoked.")]
    public static partial void RefreshTokenReused(ILogger logger, Guid sessionId, string cause);

    [LoggerMessage(
        1404, LogLevel.Critical,
        "A refresh token of the session {SessionId} is newer than the database, which may have been restored from a backup. The user must "
        + "log in again.")]
    public static partial void RefreshTokenFromTheFuture(ILogger logger, Guid sessionId);

    [LoggerMessage(1405, LogLevel.Debug, "Rotated the refresh token of the session {SessionId} to generation {Generation}.")]
    public static partial void SessionRotated(ILogger logger, Guid sessionId, int generation);

    [LoggerMessage(
        1406, LogLevel.Information,
        "Deleted {Sessions} ended sessions, {Throttles} throttles, {SigningKeys} signing keys and {Events} events.")]
    public static partial void SessionsCleanedUp(ILogger logger, int sessions, int throttles, int signingKeys, int events);

    [LoggerMessage(1407, LogLevel.Warning, "The session {SessionId} was used by another client: {Change}.")]
    public static partial void ClientChanged(ILogger logger, Guid sessionId, string change);

    [LoggerMessage(1408, LogLevel.Error, "The clean-up of sessions failed, and is tried again after {Interval}.")]
    public static partial void SessionCleanupFailed(ILogger logger, Exception exception, TimeSpan interval);

    [LoggerMessage(1409, LogLevel.Warning, "The signing key {SigningKeyId} was revoked: what it signed is no longer accepted.")]
    public static partial void SigningKeyRevoked(ILogger logger, Guid signingKeyId);

    [LoggerMessage(1410, LogLevel.Information, "Registered the user {UserId}.")]
    public static partial void UserRegistered(ILogger logger, Guid userId);

    [LoggerMessage(1411, LogLevel.Information, "A log-in failed.")]
    public static partial void LoginFailed(ILogger logger);

    [LoggerMessage(1412, LogLevel.Warning, "A log-in was throttled for {RetryAfter}.")]
    public static partial void LoginThrottled(ILogger logger, TimeSpan retryAfter);

    [LoggerMessage(1413, LogLevel.Information, "The second factor of the user {UserId} was {Change}.")]
    public static partial void TwoFactorChanged(ILogger logger, Guid userId, string change);

    [LoggerMessage(1414, LogLevel.Information, "The password of the user {UserId} was hashed anew.")]
    public static partial void PasswordRehashed(ILogger logger, Guid userId);

    [LoggerMessage(1415, LogLevel.Information, "The password of the user {UserId} was changed.")]
    public static partial void PasswordChanged(ILogger logger, Guid userId);

    [LoggerMessage(1416, LogLevel.Information, "The user {UserId} was {Change}.")]
    public static partial void UserChanged(ILogger logger, Guid userId, string change);

    [LoggerMessage(1417, LogLevel.Information, "The secrets of the credential {CredentialId} were revealed to the session {SessionId}.")]
    public static partial void CredentialRevealed(ILogger logger, Guid credentialId, Guid sessionId);

    [LoggerMessage(1418, LogLevel.Warning, "A recovery code of the user {UserId} was redeemed; {Remaining} remain.")]
    public static partial void RecoveryCodeRedeemed(ILogger logger, Guid userId, int remaining);

    [LoggerMessage(1420, LogLevel.Warning, "A right code was accepted, but the wrong ones before it still count.")]
    public static partial void AttemptsNotForgotten(ILogger logger, Exception exception);

    [LoggerMessage(1419, LogLevel.Information, "The service credential {CredentialId} of the user {UserId} was {Change}.")]
    public static partial void ServiceCredentialChanged(ILogger logger, Guid credentialId, Guid userId, string change);
}

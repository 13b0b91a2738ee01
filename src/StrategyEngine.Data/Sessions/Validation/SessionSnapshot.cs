namespace StrategyEngine.Data.Sessions;

/// <summary>A session as it was when it was last read. Immutable.</summary>
/// <param name="Rejection">Why it is not accepted, or null.</param>
/// <param name="LastSeenAt">When its use was last written down.</param>
/// <param name="ExpiresAt">When it ends unless used.</param>
/// <param name="Client">The client it belongs to.</param>
/// <param name="ReadAt">When it was read: a timestamp of the time provider, which does not step back.</param>
internal sealed record SessionSnapshot(
    TokenRejection? Rejection, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt, ClientFingerprint Client, long ReadAt)
{
    /// <summary>Which of two stays: the newer, but what was revoked stays revoked though a slower read saw it alive.</summary>
    public static SessionSnapshot Merge(SessionSnapshot read, SessionSnapshot present) =>
        present.Rejection == TokenRejection.SessionRevoked ? present : read;
}

namespace StrategyEngine.Data.Sessions;

/// <summary>
/// Access tokens that verified, by their SHA-256, sessions as last read, and rows as the last refresh here left them. Thread-safe.
/// </summary>
internal sealed class SessionCache(int capacity)
{
    private readonly BoundedCache<TokenHash, VerifiedToken> _tokens = new(capacity);
    private readonly BoundedCache<Guid, SessionSnapshot> _sessions = new(capacity);

    private readonly BoundedCache<Guid, SessionRow> _rows = new(capacity);

    public VerifiedToken? Find(TokenHash hash) => _tokens.TryGet(hash, out var token) ? token : null;

    public void Remember(TokenHash hash, VerifiedToken token) => _tokens.Set(hash, token, static (value, _) => value);

    public SessionSnapshot? Find(Guid sessionId) => _sessions.TryGet(sessionId, out var snapshot) ? snapshot : null;

    public void Remember(Guid sessionId, SessionSnapshot snapshot) => _sessions.Set(sessionId, snapshot, SessionSnapshot.Merge);

    public SessionRow? FindRow(Guid sessionId) => _rows.TryGet(sessionId, out var row) ? row : null;

    public void Remember(SessionRow row) =>
        _rows.Set(row.Id, row, static (rotated, present) => rotated.Generation > present.Generation ? rotated : present);

    /// <summary>A revocation made here counts here at once.</summary>
    public void Revoked(Guid sessionId) =>
        Remember(
            sessionId, new SessionSnapshot(TokenRejection.SessionRevoked, default, DateTimeOffset.MaxValue, ClientFingerprint.Unknown, 0));
}

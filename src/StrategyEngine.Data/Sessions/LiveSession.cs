namespace StrategyEngine.Data.Sessions;

/// <summary>What the tokens of a session are written from.</summary>
internal sealed record LiveSession(
    Guid Id,
    Guid UserId,
    string Kind,
    int SecurityVersion,
    string Scopes,
    string AuthenticationMethods,
    DateTimeOffset CreatedAt,
    DateTimeOffset IdleExpiresAt,
    DateTimeOffset AbsoluteExpiresAt);

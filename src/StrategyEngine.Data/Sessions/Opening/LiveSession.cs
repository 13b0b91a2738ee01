using StrategyEngine.Data.Model;

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
    DateTimeOffset AbsoluteExpiresAt)
{
    public static LiveSession Of(UserSession session, DateTimeOffset createdAt) => new(
        session.Id,
        session.UserId,
        SessionTypeText.Write(session.SessionType),
        session.SecurityVersion,
        session.Scopes,
        session.AuthenticationMethods,
        createdAt,
        session.IdleExpiresAt,
        session.AbsoluteExpiresAt);
}

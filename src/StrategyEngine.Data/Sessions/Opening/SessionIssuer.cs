using System.Buffers.Text;

using StrategyEngine.Data.Encryption.Cipher;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sessions.Tokens;

namespace StrategyEngine.Data.Sessions;

/// <summary>Writes the two tokens of a session.</summary>
internal static class SessionIssuer
{
    public static SessionTokens Issue(
        SessionServices services, SessionKeys keys, SessionRow session, RefreshToken refreshToken, DateTimeOffset now)
    {
        var issuedAt = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        var expiresAt = Instants.Earlier(issuedAt + services.Options.AccessTokenLifetime, CeilingSecond(session.AbsoluteExpiresAt));
        Span<byte> tokenId = stackalloc byte[16];
        RandomStock.Fill(tokenId);
        var claims = new AccessTokenClaims
        {
            UserId = session.UserId,
            SessionId = session.Id,
            SecurityVersion = session.SecurityVersion,
            TokenId = Base64Url.EncodeToString(tokenId),
            IssuedAt = issuedAt,
            ExpiresAt = expiresAt,
            AuthenticatedAt = session.CreatedAt,
            Methods = SpaceSeparated.Split(session.AuthenticationMethods),
            Scopes = SpaceSeparated.Split(session.Scopes),
            Kind = SnakeCase.Write(session.Type),
        };
        var accessToken = services.AccessTokens.Issue(claims, keys.Signing(now)!);
        return new SessionTokens(
            session.Id,
            session.UserId,
            new IssuedToken(accessToken, expiresAt),
            new IssuedToken(refreshToken.Encode(keys.Root!.Refresh), session.IdleExpiresAt));
    }

    private static DateTimeOffset CeilingSecond(DateTimeOffset instant) =>
        DateTimeOffset.FromUnixTimeSeconds((instant.ToUnixTimeMilliseconds() + 999) / 1000);
}

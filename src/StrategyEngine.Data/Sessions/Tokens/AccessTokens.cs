using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace StrategyEngine.Data.Sessions.Tokens;

/// <summary>
/// Makes and verifies access tokens: JWT (RFC 7519) of type <c>at+jwt</c> (RFC 9068), signed with HS256 or ES256.
/// </summary>
/// <remarks>
/// Thread-safe. <see cref="JsonWebTokenHandler"/> alone accepts an unknown <c>crit</c>, duplicate members, a textual <c>exp</c> and a
/// padded signature, so <see cref="StrictJwt"/> looks first.
/// </remarks>
internal sealed class AccessTokens(string issuer, string audience, TimeSpan clockSkew)
{
    public const string Type = "at+jwt";
    public const int MaxLength = 4096;

    /// <summary>No token is accepted that claims to live longer, whatever signed it.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromHours(1);

    private static readonly Dictionary<string, object> Header = new() { [JwtHeaderParameterNames.Typ] = Type };

    private readonly JsonWebTokenHandler _handler = new()
    {
        MaximumTokenSizeInBytes = MaxLength,
        SetDefaultTimesOnTokenCreation = false,
        MapInboundClaims = false,
    };

    public string Issue(AccessTokenClaims claims, AccessTokenKey key)
    {
        var token = _handler.CreateToken(Payload(claims), key.Credentials, Header);
        return token.Length <= MaxLength
            ? token
            : throw new TradingDataException(
                "sessions.token_too_long",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"An access token may have {MaxLength} characters; this session's scopes make it longer. Create the session with "
                    + $"fewer scopes."));
    }

    /// <summary>Whether the token was signed with this key, for this audience.</summary>
    public async ValueTask<TokenRejection?> VerifyAsync(string token, AccessTokenKey key)
    {
        JsonWebToken read;
        try
        {
            read = new JsonWebToken(token, AccessTokenParameters.PassOver);
        }
        catch (ArgumentException)
        {
            return TokenRejection.Malformed;
        }

        var result = await _handler.ValidateTokenAsync(read, key.ParametersFor(issuer, audience)).ConfigureAwait(false);
        return result switch
        {
            { IsValid: true } => null,
            { Exception: SecurityTokenInvalidIssuerException or SecurityTokenInvalidAudienceException } =>
                TokenRejection.WrongIssuerOrAudience,
            { Exception: SecurityTokenSignatureKeyNotFoundException } => TokenRejection.UnknownKey,
            { Exception: SecurityTokenInvalidSignatureException or SecurityTokenInvalidAlgorithmException } => TokenRejection.Forged,
            _ => TokenRejection.Malformed,
        };
    }

    /// <summary>Whether the token is within its lifetime, give or take the allowed difference of clocks.</summary>
    public TokenRejection? CheckLifetime(AccessTokenClaims claims, DateTimeOffset now) =>
        CheckLifetime(claims.IssuedAt, claims.ExpiresAt, now);

    /// <inheritdoc cref="CheckLifetime(AccessTokenClaims, DateTimeOffset)"/>
    public TokenRejection? CheckLifetime(DateTimeOffset issuedAt, DateTimeOffset expiresAt, DateTimeOffset now) =>
        expiresAt - issuedAt > MaxLifetime ? TokenRejection.Malformed
        : now >= expiresAt + clockSkew ? TokenRejection.Expired
        : now < issuedAt - clockSkew ? TokenRejection.NotYetValid
        : null;

    // Written here because the handler takes three times the memory to make the same of a dictionary.
    private string Payload(AccessTokenClaims claims)
    {
        var payload = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(payload))
        {
            json.WriteStartObject();
            json.WriteString(JwtRegisteredClaimNames.Iss, issuer);
            json.WriteString(JwtRegisteredClaimNames.Aud, audience);
            json.WriteString(JwtRegisteredClaimNames.Sub, claims.UserId);
            json.WriteString(JwtRegisteredClaimNames.Sid, claims.SessionId);
            json.WriteString(JwtRegisteredClaimNames.Jti, claims.TokenId);
            json.WriteNumber(JwtRegisteredClaimNames.Iat, claims.IssuedAt.ToUnixTimeSeconds());
            json.WriteNumber(JwtRegisteredClaimNames.Nbf, claims.IssuedAt.ToUnixTimeSeconds());
            json.WriteNumber(JwtRegisteredClaimNames.Exp, claims.ExpiresAt.ToUnixTimeSeconds());
            json.WriteNumber(JwtRegisteredClaimNames.AuthTime, claims.AuthenticatedAt.ToUnixTimeSeconds());
            json.WriteNumber("sv", claims.SecurityVersion);
            json.WriteString("kind", claims.Kind);
            json.WriteString("scope", string.Join(' ', claims.Scopes));
            json.WriteStartArray(JwtRegisteredClaimNames.Amr);
            foreach (var method in claims.Methods)
                json.WriteStringValue(method);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(payload.WrittenSpan);
    }
}

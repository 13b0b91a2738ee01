using System.Text.Json;

using Microsoft.IdentityModel.Tokens;

namespace StrategyEngine.Data.Sessions.Tokens;

/// <summary>What makes a token one that a key signed here, for this audience. Made once per key, and not changed.</summary>
internal sealed class AccessTokenParameters : TokenValidationParameters
{
    public AccessTokenParameters(string issuer, string audience, AccessTokenKey key)
    {
        var algorithm = AccessTokenKey.Name(key.Algorithm);
        ValidAlgorithms = [algorithm];
        ValidTypes = [AccessTokens.Type];
        ValidIssuer = issuer;
        ValidAudience = audience;
        IgnoreTrailingSlashWhenValidatingAudience = false;
        IssuerSigningKey = key.Credentials.Key;
        TryAllIssuerSigningKeys = false;
        RequireSignedTokens = true;
        CryptoProviderFactory = new SingleKeyCrypto(key.Credentials.Key, algorithm);

        // Times are checked by AccessTokens.CheckLifetime, on the TimeProvider of the database.
        ValidateLifetime = false;
        LogValidationExceptions = false;
    }

    /// <summary>This: the handler copies parameters for a claims identity that may be made later, which it never is here.</summary>
    public override TokenValidationParameters Clone() => this;

    /// <summary>Passes over claims that the handler does not look at, because <see cref="StrictJwt"/> has read them.</summary>
    public static bool PassOver(ref Utf8JsonReader reader, JwtSegmentType segment, string name, out object? value)
    {
        reader.Skip();
        value = null;
        return true;
    }
}

using System.Text.Json;

namespace StrategyEngine.Data.Sessions.Tokens;

/// <summary>The header of an access token: <c>alg</c>, <c>typ</c> and <c>kid</c>, once each, and nothing else.</summary>
internal readonly record struct StrictJwtHeader(string Algorithm, string KeyId)
{
    private const int MaxKeyIdLength = 64;

    /// <summary>Reads it; null if it is not of that form.</summary>
    /// <exception cref="JsonException">It is not a JSON object.</exception>
    /// <exception cref="InvalidOperationException">A string is not valid.</exception>
    public static StrictJwtHeader? Read(ReadOnlySpan<byte> json)
    {
        string? algorithm = null, type = null, keyId = null;
        var reader = StrictJson.Open(json);
        while (StrictJson.NextMember(ref reader))
        {
            ref var member = ref algorithm;
            if (reader.ValueTextEquals("typ"u8))
            {
                member = ref type;
            }
            else if (reader.ValueTextEquals("kid"u8))
            {
                member = ref keyId;
            }
            else if (!reader.ValueTextEquals("alg"u8))
            {
                return null;
            }

            reader.Read();
            if (member is not null || reader.TokenType != JsonTokenType.String)
            {
                return null;
            }

            // What nearly every header says needs no string of its own.
            member = reader.ValueTextEquals("HS256"u8) ? "HS256"
                : reader.ValueTextEquals("ES256"u8) ? "ES256"
                : reader.ValueTextEquals(AccessTokens.Type) ? AccessTokens.Type
                : reader.GetString();
        }

        return algorithm is "HS256" or "ES256" && type == AccessTokens.Type && keyId is { Length: > 0 and <= MaxKeyIdLength }
            ? new(algorithm, keyId)
            : null;
    }
}

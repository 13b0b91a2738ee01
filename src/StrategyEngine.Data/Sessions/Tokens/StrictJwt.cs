using System.Buffers;
using System.Text.Json;

namespace StrategyEngine.Data.Sessions.Tokens;

/// <summary>
/// The form every access token has, checked before any key is touched: three canonical base64url parts, header members exactly
/// <c>alg</c>, <c>typ</c> and <c>kid</c>, no member twice, numeric instants, and our own claims present.
/// </summary>
/// <remarks>Says nothing about the signature: that is <see cref="AccessTokens.VerifyAsync"/>'s.</remarks>
internal sealed class StrictJwt
{
    private const int MaxKeyIdLength = 64;
    private const long MaxInstant = 253402300799; // 9999-12-31T23:59:59Z

    private StrictJwt(string algorithm, string keyId, AccessTokenClaims claims)
    {
        Algorithm = algorithm;
        KeyId = keyId;
        Claims = claims;
    }

    public string Algorithm { get; }

    public string KeyId { get; }

    public AccessTokenClaims Claims { get; }

    public static StrictJwt? TryParse(string? token)
    {
        if (token is null or { Length: 0 or > AccessTokens.MaxLength })
        {
            return null;
        }

        var text = token.AsSpan();
        Span<Range> parts = stackalloc Range[4];
        if (text.Split(parts, '.') != 3)
        {
            return null;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(token.Length);
        try
        {
            if (!Base64UrlText.TryDecode(text[parts[2]], buffer, out var signature) || signature == 0
                || !Base64UrlText.TryDecode(text[parts[0]], buffer, out var header)
                || ReadHeader(buffer.AsSpan(0, header)) is not { } head
                || !Base64UrlText.TryDecode(text[parts[1]], buffer, out var payload)
                || ReadPayload(buffer.AsSpan(0, payload)) is not { } claims)
            {
                return null;
            }

            return new StrictJwt(head.Algorithm, head.KeyId, claims);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // A string that is not valid UTF-8.
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static (string Algorithm, string KeyId)? ReadHeader(ReadOnlySpan<byte> json)
    {
        string? algorithm = null, type = null, keyId = null;
        var reader = Open(json);
        while (NextMember(ref reader) is { } name)
        {
            ref var member = ref algorithm;
            switch (name)
            {
                case "alg": break;
                case "typ": member = ref type; break;
                case "kid": member = ref keyId; break;
                default: return null;
            }

            if (member is not null || reader.TokenType != JsonTokenType.String)
            {
                return null;
            }

            member = reader.GetString();
        }

        return algorithm is "HS256" or "ES256" && type == AccessTokens.Type && keyId is { Length: > 0 and <= MaxKeyIdLength }
            ? (algorithm, keyId)
            : null;
    }

    private static AccessTokenClaims? ReadPayload(ReadOnlySpan<byte> json)
    {
        var members = new Dictionary<string, object?>(16, StringComparer.Ordinal);
        var reader = Open(json);
        while (NextMember(ref reader) is { } name)
        {
            if (!members.TryAdd(name, Value(ref reader)))
            {
                return null;
            }
        }

        return Identifier(members, "sub") is { } user
            && Identifier(members, "sid") is { } session
            && members.GetValueOrDefault("sv") is long and >= 0 and <= int.MaxValue and var version
            && members.GetValueOrDefault("jti") is string { Length: > 0 } tokenId
            && members.GetValueOrDefault("iss") is string
            && members.GetValueOrDefault("aud") is string
            && Instant(members, "iat") is { } issued
            && Instant(members, "nbf") is { } notBefore && notBefore == issued
            && Instant(members, "exp") is { } expires && expires > issued
            && Instant(members, "auth_time") is { } authenticated
            && members.GetValueOrDefault("amr") is string[] methods
            && members.GetValueOrDefault("scope") is string scopes
            && members.GetValueOrDefault("kind") is string kind
                ? new AccessTokenClaims
                {
                    UserId = user,
                    SessionId = session,
                    SecurityVersion = (int)version,
                    TokenId = tokenId,
                    IssuedAt = issued,
                    ExpiresAt = expires,
                    AuthenticatedAt = authenticated,
                    Methods = methods,
                    Scopes = scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                    Kind = kind,
                }
                : null;
    }

    private static Utf8JsonReader Open(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
        return reader.Read() && reader.TokenType == JsonTokenType.StartObject ? reader : throw new JsonException();
    }

    // The next member's name, unescaped, with the reader on its value; null at the end of the document.
    private static string? NextMember(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            return reader.Read() ? throw new JsonException() : null;
        }

        var name = reader.GetString();
        reader.Read();
        return name;
    }

    // A member this version does not know may be any JSON: a newer node may have signed it.
    private static object? Value(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return reader.TryGetInt64(out var number) ? number : null;
            case JsonTokenType.StartArray:
                return Strings(ref reader);
            default:
                reader.Skip();
                return null;
        }
    }

    private static string[]? Strings(ref Utf8JsonReader reader)
    {
        var strings = new List<string>();
        var all = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                strings.Add(reader.GetString()!);
            }
            else
            {
                all = false;
                reader.Skip();
            }
        }

        return all ? [.. strings] : null;
    }

    private static Guid? Identifier(Dictionary<string, object?> members, string name) =>
        members.GetValueOrDefault(name) is string text && Guid.TryParseExact(text, "D", out var id) ? id : null;

    private static DateTimeOffset? Instant(Dictionary<string, object?> members, string name) =>
        members.GetValueOrDefault(name) is long and >= 0 and <= MaxInstant and var seconds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}

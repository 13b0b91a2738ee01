using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Unicode;

namespace StrategyEngine.Data.Sessions.Tokens;

/// <summary>
/// The form every access token has, checked before any key is touched: three canonical base64url parts, header members exactly
/// <c>alg</c>, <c>typ</c> and <c>kid</c>, no member twice, numeric instants, and the library's own claims present.
/// </summary>
/// <remarks>Says nothing about the signature: that is <see cref="AccessTokens.VerifyAsync"/>'s.</remarks>
internal sealed class StrictJwt
{
    // Tokens of one key have one header, which is no secret: it is read when it changes.
    private static volatile KnownHeader? _lastHeader;

    private StrictJwt(string algorithm, string keyId, AccessTokenClaims claims)
    {
        Algorithm = algorithm;
        KeyId = keyId;
        Claims = claims;
    }

    public string Algorithm { get; }

    public string KeyId { get; }

    public AccessTokenClaims Claims { get; }

    [SkipLocalsInit]
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

        Span<byte> buffer = stackalloc byte[AccessTokens.MaxLength];
        try
        {
            return Base64UrlText.TryDecode(text[parts[2]], buffer, out var signature) && signature > 0
                && ReadHeader(text[parts[0]], buffer) is { } head
                && TryDecodeText(text[parts[1]], buffer, out var payload)
                && StrictJwtPayload.Read(payload) is { } claims
                    ? new StrictJwt(head.Algorithm, head.KeyId, claims)
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // A string with half of a surrogate pair.
            return null;
        }
    }

    private static StrictJwtHeader? ReadHeader(ReadOnlySpan<char> part, Span<byte> buffer)
    {
        if (_lastHeader is { } last && part.SequenceEqual(last.Encoded))
        {
            return last.Header;
        }

        if (!TryDecodeText(part, buffer, out var text) || StrictJwtHeader.Read(text) is not { } header)
        {
            return null;
        }

        _lastHeader = new KnownHeader(part.ToString(), header);
        return header;
    }

    private static bool TryDecodeText(ReadOnlySpan<char> part, Span<byte> buffer, out ReadOnlySpan<byte> text)
    {
        var decoded = Base64UrlText.TryDecode(part, buffer, out var length);
        text = buffer[..length];
        return decoded && Utf8.IsValid(text);
    }

    private sealed record KnownHeader(string Encoded, StrictJwtHeader Header);
}

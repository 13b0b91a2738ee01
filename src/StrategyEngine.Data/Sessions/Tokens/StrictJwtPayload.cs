using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace StrategyEngine.Data.Sessions.Tokens;

/// <summary>
/// The payload of an access token: the library's own claims, of the right types; others are passed over, and none is there twice.
/// </summary>
internal static class StrictJwtPayload
{
    private const long MaxInstant = 253402300799; // 9999-12-31T23:59:59Z

    private static readonly SharedList Methods = new(static value =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : null);

    private static readonly SharedList Scopes = new(static value =>
        value.ValueKind == JsonValueKind.String ? value.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries) : null);

    [Flags]
    private enum Member
    {
        Other = 0,
        Sub = 1,
        Sid = 1 << 1,
        Sv = 1 << 2,
        Jti = 1 << 3,
        Iss = 1 << 4,
        Aud = 1 << 5,
        Iat = 1 << 6,
        Nbf = 1 << 7,
        Exp = 1 << 8,
        AuthTime = 1 << 9,
        Amr = 1 << 10,
        Scope = 1 << 11,
        Kind = 1 << 12,
        All = (1 << 13) - 1,
    }

    /// <summary>Reads it; null if it is not of that form.</summary>
    /// <exception cref="JsonException">It is not a JSON object.</exception>
    /// <exception cref="InvalidOperationException">A string is not valid.</exception>
    public static AccessTokenClaims? Read(ReadOnlySpan<byte> json)
    {
        Guid user = default, session = default;
        long version = 0, issued = 0, notBefore = 0, expires = 0, authenticated = 0;
        string? tokenId = null, kind = null;
        IReadOnlyList<string>? methods = null, scopes = null;
        HashSet<string>? others = null;
        var seen = Member.Other;
        var reader = StrictJson.Open(json);
        while (StrictJson.NextMember(ref reader))
        {
            var member = MemberOf(StrictJson.Name(ref reader));
            var once = member == Member.Other ? (others ??= new(StringComparer.Ordinal)).Add(reader.GetString()!) : (seen & member) == 0;
            seen |= member;
            reader.Read();
            var good = once && member switch
            {
                Member.Sub => reader.TokenType == JsonTokenType.String && reader.TryGetGuid(out user),
                Member.Sid => reader.TokenType == JsonTokenType.String && reader.TryGetGuid(out session),
                Member.Sv => TryNumber(ref reader, int.MaxValue, out version),
                Member.Jti => TryString(ref reader, out tokenId) && tokenId.Length > 0,
                Member.Iss or Member.Aud => reader.TokenType == JsonTokenType.String,
                Member.Iat => TryNumber(ref reader, MaxInstant, out issued),
                Member.Nbf => TryNumber(ref reader, MaxInstant, out notBefore),
                Member.Exp => TryNumber(ref reader, MaxInstant, out expires),
                Member.AuthTime => TryNumber(ref reader, MaxInstant, out authenticated),
                Member.Amr => (methods = Methods.Read(ref reader, json)) is not null,
                Member.Scope => (scopes = Scopes.Read(ref reader, json)) is not null,
                Member.Kind => TryString(ref reader, out kind),
                _ => PassOver(ref reader),
            };
            if (!good)
            {
                return null;
            }
        }

        return seen == Member.All && notBefore == issued && expires > issued
            ? new AccessTokenClaims
            {
                UserId = user,
                SessionId = session,
                SecurityVersion = (int)version,
                TokenId = tokenId!,
                IssuedAt = DateTimeOffset.FromUnixTimeSeconds(issued),
                ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(expires),
                AuthenticatedAt = DateTimeOffset.FromUnixTimeSeconds(authenticated),
                Methods = methods!,
                Scopes = scopes!,
                Kind = kind!,
            }
            : null;
    }

    private static Member MemberOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        3 => name.SequenceEqual("aud"u8) ? Member.Aud
            : name.SequenceEqual("iss"u8) ? Member.Iss
            : name.SequenceEqual("sub"u8) ? Member.Sub
            : name.SequenceEqual("sid"u8) ? Member.Sid
            : name.SequenceEqual("jti"u8) ? Member.Jti
            : name.SequenceEqual("iat"u8) ? Member.Iat
            : name.SequenceEqual("nbf"u8) ? Member.Nbf
            : name.SequenceEqual("exp"u8) ? Member.Exp
            : name.SequenceEqual("amr"u8) ? Member.Amr
            : Member.Other,
        2 when name.SequenceEqual("sv"u8) => Member.Sv,
        4 when name.SequenceEqual("kind"u8) => Member.Kind,
        5 when name.SequenceEqual("scope"u8) => Member.Scope,
        9 when name.SequenceEqual("auth_time"u8) => Member.AuthTime,
        _ => Member.Other,
    };

    private static bool TryNumber(ref Utf8JsonReader reader, long max, out long number)
    {
        number = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out number) && number >= 0 && number <= max;
    }

    private static bool TryString(ref Utf8JsonReader reader, [NotNullWhen(true)] out string? text)
    {
        text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return text is not null;
    }

    // A newer node may have signed it: any JSON.
    private static bool PassOver(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return true;
    }
}

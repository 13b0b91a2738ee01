using System.Security.Cryptography;
using System.Text;

namespace StrategyEngine.Data.Sessions.TwoFactor;

/// <summary>
/// Recovery codes: 25 characters of Crockford's base32 (125 bits), in five groups. Stored as SHA-256 of user and code: with more than 112
/// bits of entropy a fast hash is enough (OWASP ASVS 5.0, 6.5.2).
/// </summary>
internal static class RecoveryCodeText
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 25, Group = 5, MaxTyped = 64;

    public static string New() =>
        string.Join('-', RandomNumberGenerator.GetString(Alphabet, Length).Chunk(Group).Select(group => new string(group)));

    /// <summary>
    /// The 25 characters of a code as typed, in any case, with or without separators, with O for 0 and I or L for 1; null for anything
    /// else.
    /// </summary>
    public static string? Normalize(string typed)
    {
        if (typed.Length is < Length or > MaxTyped)
            return null;
        var code = new StringBuilder(Length);
        foreach (var c in typed)
        {
            if (c is '-' or ' ')
                continue;
            var character = char.ToUpperInvariant(c) switch { 'O' => '0', 'I' or 'L' => '1', var other => other };
            if (!Alphabet.Contains(character, StringComparison.Ordinal) || code.Length == Length)
                return null;
            code.Append(character);
        }

        return code.Length == Length ? code.ToString() : null;
    }

    /// <summary>What the database keeps of a code in its normal form, 32 bytes.</summary>
    public static byte[] Hash(Guid userId, string code)
    {
        Span<byte> input = stackalloc byte[16 + Length];
        userId.TryWriteBytes(input, bigEndian: true, out _);
        Encoding.ASCII.GetBytes(code, input[16..]);
        return SHA256.HashData(input);
    }
}

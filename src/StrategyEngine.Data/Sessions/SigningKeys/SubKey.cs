using System.Security.Cryptography;
using System.Text;

namespace StrategyEngine.Data.Sessions.Tokens;

/// <summary>One 32-byte key per use, from a root key (HKDF-SHA256, RFC 5869).</summary>
internal static class SubKey
{
    public const int Size = 32;

    public static byte[] Derive(ReadOnlySpan<byte> root, string use)
    {
        var key = new byte[Size];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, root, key, salt: [], Encoding.UTF8.GetBytes("StrategyEngine.Data/sessions/v1/" + use));
        return key;
    }
}

using System.Buffers.Binary;
using System.Text;

namespace StrategyEngine.Data.Encryption.Cipher;

/// <summary>
/// Texts one after the other, each in UTF-8 behind its length as four big-endian bytes: no two lists give the same bytes.
/// </summary>
internal static class LengthPrefixed
{
    public const int PrefixSize = 4;

    public static byte[] Join(params ReadOnlySpan<string> parts)
    {
        var size = 0;
        foreach (var part in parts)
            size += PrefixSize + Encoding.UTF8.GetByteCount(part);

        var bytes = new byte[size];
        var rest = bytes.AsSpan();
        foreach (var part in parts)
        {
            var length = Encoding.UTF8.GetBytes(part, rest[PrefixSize..]);
            BinaryPrimitives.WriteInt32BigEndian(rest, length);
            rest = rest[(PrefixSize + length)..];
        }

        return bytes;
    }
}

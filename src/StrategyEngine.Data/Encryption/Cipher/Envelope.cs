using System.Buffers.Binary;

namespace StrategyEngine.Data.Encryption.Cipher;

/// <summary>The layout of an encrypted value, version 1.</summary>
/// <remarks>
/// AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce and a 128-bit tag.
/// <code>
///  0   1  marker 0xFE, which no UTF-8 text holds
///  1   1  version (high nibble, 1) and flags (low nibble)
///  2   4  data key id, big-endian
///  6  12  nonce
/// 18   n  ciphertext of type tag (1) and value
///  .  16  authentication tag
/// </code>
/// The first six bytes are authenticated together with the column, and with the row where <see cref="RowBound"/> is set.
/// </remarks>
internal static class Envelope
{
    public const byte Marker = 0xFE;
    public const byte Version = 1;

    /// <summary>
    /// The body ends in 0x80 and zeros up to a multiple of a chosen size (ISO/IEC 7816-4), which hides the length of the value.
    /// </summary>
    public const byte Padded = 0x2;

    /// <summary>The primary key of the row is part of the associated data.</summary>
    public const byte RowBound = 0x8;

    public const int KeyIdOffset = 2;
    public const int KeyIdSize = 4;
    public const int HeaderSize = 6;
    public const int NonceSize = 12;
    public const int BodyOffset = HeaderSize + NonceSize;
    public const int TagSize = 16;
    public const int TypeTagSize = 1;

    /// <summary>What an envelope adds to the bytes of its value.</summary>
    public const int Overhead = BodyOffset + TypeTagSize + TagSize;

    private const byte KnownFlags = Padded | RowBound;

    public static void WriteHeader(Span<byte> envelope, byte flags, uint keyId)
    {
        envelope[0] = Marker;
        envelope[1] = (byte)((Version << 4) | flags);
        BinaryPrimitives.WriteUInt32BigEndian(envelope[KeyIdOffset..], keyId);
    }

    public static byte Flags(ReadOnlySpan<byte> envelope) => (byte)(envelope[1] & 0xF);

    public static uint KeyId(ReadOnlySpan<byte> envelope) => BinaryPrimitives.ReadUInt32BigEndian(envelope[KeyIdOffset..]);

    /// <summary>Whether bytes have the form of an envelope that this version can read.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= Overhead && bytes[0] == Marker && bytes[1] >> 4 == Version && (bytes[1] & 0xF & ~KnownFlags) == 0;

    /// <summary>Checks the form of an envelope and returns the id of its data key.</summary>
    public static uint Demand(ReadOnlySpan<byte> envelope, bool rowBound, FieldLocation location)
    {
        if (envelope.IsEmpty)
            throw new UnreadableFormatException(location, "it is empty");
        if (envelope[0] != Marker)
            throw new PlaintextFoundException(location);
        if (envelope.Length < Overhead)
            throw new UnreadableFormatException(location, "it is cut off");
        if (envelope[1] >> 4 != Version)
            throw new UnreadableFormatException(location, $"its format is version {envelope[1] >> 4}, not {Version}");
        var flags = envelope[1] & 0xF;
        if ((flags & ~KnownFlags) != 0)
            throw new UnreadableFormatException(location, $"its format uses the unknown flags {flags:x}");
        var keyId = KeyId(envelope);
        if ((flags & RowBound) != 0 != rowBound)
        {
            throw new UnreadableFormatException(
                location,
                rowBound
                    ? "it is not bound to a row, but the property is a Secret"
                    : "it is bound to a row, but the property is not a Secret",
                keyId);
        }

        return keyId;
    }
}

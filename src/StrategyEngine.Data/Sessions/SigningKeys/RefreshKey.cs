using System.Security.Cryptography;

namespace StrategyEngine.Data.Sessions.Tokens;

/// <summary>The keys behind refresh tokens, derived with HKDF-SHA256 (RFC 5869) from one 32-byte root.</summary>
/// <remarks>Thread-safe; immutable.</remarks>
internal sealed class RefreshKey
{
    public const int RootSize = 32;
    public const int SecretSize = 32;
    public const int SaltSize = 32;

    private readonly MacKey _successorKey;

    public RefreshKey(byte id, ReadOnlySpan<byte> root)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(root.Length, RootSize);
        Id = id;
        Tag = new MacKey(SubKey.Derive(root, "rt-mac"));
        _successorKey = new MacKey(SubKey.Derive(root, "rt-next"));
    }

    /// <summary>The first byte of every token made with this key.</summary>
    public byte Id { get; }

    /// <summary>Behind the tag of a token.</summary>
    public MacKey Tag { get; }

    /// <summary>
    /// The secret of the next generation: HMAC-SHA256 over the session, the next generation, the row's salt and the present secret.
    /// Whoever holds the present token gets the same successor on every node; nobody derives it from the database alone.
    /// </summary>
    public byte[] Successor(Guid sessionId, uint nextGeneration, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(salt.Length, SaltSize);
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, SecretSize);
        Span<byte> input = stackalloc byte[7 + 16 + 4 + SaltSize + SecretSize];
        "rt-next"u8.CopyTo(input);
        sessionId.TryWriteBytes(input[7..], bigEndian: true, out _);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(input[23..], nextGeneration);
        salt.CopyTo(input[27..]);
        secret.CopyTo(input[(27 + SaltSize)..]);
        var successor = new byte[MacKey.Size];
        _successorKey.Compute(input, successor);
        CryptographicOperations.ZeroMemory(input);
        return successor;
    }
}

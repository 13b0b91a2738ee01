using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace StrategyEngine.Data.Encryption.KeyRings;

/// <summary>The bytes of a recovery kit, version 1.</summary>
/// <remarks>
/// <code>
///  0       8  "SE-RING\n"
///  8       1  version
///  9       3  Argon2id: memory (log2 KiB), passes, lanes
/// 12      16  salt
/// 28      12  nonce
/// 40       4  m, big-endian
/// 44       m  manifest, JSON in UTF-8: readable without the passphrase
/// ..       n  AES-256-GCM ciphertext of the keys, under Argon2id of the passphrase; everything before it is associated data
/// ..      16  tag
/// ..      32  SHA-256 of everything before it, to tell a damaged copy from a wrong passphrase
/// </code>
/// </remarks>
internal sealed class KitFile
{
    public const int MaxSize = 16 * 1024 * 1024;
    private const byte Version = 1;
    private const int VersionOffset = 8;
    private const int CostOffset = 9;
    private const int SaltOffset = 12;
    private const int SaltSize = 16;
    private const int NonceOffset = SaltOffset + SaltSize;
    private const int NonceSize = 12;
    private const int ManifestSizeOffset = NonceOffset + NonceSize;
    private const int HeaderSize = ManifestSizeOffset + sizeof(int);
    private const int TagSize = 16;

    private readonly byte[] _bytes;
    private readonly int _manifestSize;

    private KitFile(byte[] bytes, int manifestSize)
    {
        _bytes = bytes;
        _manifestSize = manifestSize;
        Manifest = ReadManifest(bytes.AsSpan(HeaderSize, manifestSize));
    }

    public RecoveryKitManifest Manifest { get; }

    private static ReadOnlySpan<byte> Magic => "SE-RING\n"u8;

    public static async Task<byte[]> SealAsync(RecoveryKitManifest manifest, ReadOnlyMemory<byte> keys, string passphrase, KitCost cost)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(manifest, JsonSerializerOptions.Web);
        var bytes = new byte[HeaderSize + text.Length + keys.Length + TagSize + SHA256.HashSizeInBytes];
        Magic.CopyTo(bytes);
        bytes[VersionOffset] = Version;
        (bytes[CostOffset], bytes[CostOffset + 1], bytes[CostOffset + 2]) = (cost.MemoryExponent, cost.Iterations, cost.Lanes);
        RandomNumberGenerator.Fill(bytes.AsSpan(SaltOffset, SaltSize + NonceSize));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(ManifestSizeOffset), text.Length);
        text.CopyTo(bytes, HeaderSize);
        var key = await KitPassphrase.DeriveKeyAsync(passphrase, bytes[SaltOffset..NonceOffset], cost).ConfigureAwait(false);
        Encrypt(key, bytes, HeaderSize + text.Length, keys.Span);
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - SHA256.HashSizeInBytes), bytes.AsSpan(bytes.Length - SHA256.HashSizeInBytes));
        return bytes;
    }

    /// <exception cref="RecoveryKitException">It is not a kit, or not a whole one, or not one of this version.</exception>
    public static KitFile Parse(byte[] bytes)
    {
        if (!bytes.AsSpan().StartsWith(Magic))
            throw new RecoveryKitException(RecoveryKitFault.NotAKit);
        if (bytes.Length > VersionOffset && bytes[VersionOffset] != Version)
            throw new RecoveryKitException(RecoveryKitFault.UnknownVersion);
        if (bytes.Length < HeaderSize + TagSize + SHA256.HashSizeInBytes
            || !SHA256.HashData(bytes.AsSpan(0, bytes.Length - SHA256.HashSizeInBytes)).AsSpan()
                .SequenceEqual(bytes.AsSpan(bytes.Length - SHA256.HashSizeInBytes)))
        {
            throw new RecoveryKitException(RecoveryKitFault.Damaged);
        }

        var manifestSize = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(ManifestSizeOffset));
        return manifestSize >= 0 && manifestSize <= bytes.Length - HeaderSize - TagSize - SHA256.HashSizeInBytes
            ? new KitFile(bytes, manifestSize)
            : throw new RecoveryKitException(RecoveryKitFault.Damaged);
    }

    /// <summary>The keys. The caller erases them.</summary>
    /// <exception cref="RecoveryKitException">The passphrase is another, or the kit was forged.</exception>
    public async Task<byte[]> OpenAsync(string passphrase)
    {
        var cost = new KitCost(_bytes[CostOffset], _bytes[CostOffset + 1], _bytes[CostOffset + 2]);
        if (!cost.IsAcceptable)
            throw new RecoveryKitException(RecoveryKitFault.TooCostly);
        if (passphrase.Length == 0)
            throw new RecoveryKitException(RecoveryKitFault.WrongPassphrase);
        var key = await KitPassphrase.DeriveKeyAsync(passphrase, _bytes[SaltOffset..NonceOffset], cost).ConfigureAwait(false);
        return Decrypt(key);
    }

    private static void Encrypt(byte[] key, byte[] bytes, int offset, ReadOnlySpan<byte> plaintext)
    {
        using var cipher = Cipher(key);
        cipher.Encrypt(
            bytes.AsSpan(NonceOffset, NonceSize),
            plaintext,
            bytes.AsSpan(offset, plaintext.Length),
            bytes.AsSpan(offset + plaintext.Length, TagSize),
            bytes.AsSpan(0, offset));
    }

    private static AesGcm Cipher(byte[] key)
    {
        try
        {
            return new AesGcm(key, TagSize);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static RecoveryKitManifest ReadManifest(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<RecoveryKitManifest>(
                json, JsonSerializerOptions.Web) is { ApplicationName: not null, Keys: not null } manifest
                ? manifest
                : throw new RecoveryKitException(RecoveryKitFault.Damaged);
        }
        catch (JsonException failure)
        {
            throw new RecoveryKitException(RecoveryKitFault.Damaged, innerException: failure);
        }
    }

    private byte[] Decrypt(byte[] key)
    {
        var offset = HeaderSize + _manifestSize;
        var plaintext = new byte[_bytes.Length - offset - TagSize - SHA256.HashSizeInBytes];
        using var cipher = Cipher(key);
        try
        {
            cipher.Decrypt(
                _bytes.AsSpan(NonceOffset, NonceSize),
                _bytes.AsSpan(offset, plaintext.Length),
                _bytes.AsSpan(offset + plaintext.Length, TagSize),
                plaintext,
                _bytes.AsSpan(0, offset));
            return plaintext;
        }
        catch (AuthenticationTagMismatchException failure)
        {
            throw new RecoveryKitException(RecoveryKitFault.WrongPassphrase, innerException: failure);
        }
    }
}

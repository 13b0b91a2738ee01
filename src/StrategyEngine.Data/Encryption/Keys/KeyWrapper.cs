using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace StrategyEngine.Data.Encryption.Keys;

/// <summary>Wraps data keys with the DataProtection key ring and unwraps them. Thread-safe.</summary>
/// <remarks>
/// A protector of DataProtection takes up a new or revoked ring key late: in the background after the next call, or after up to a day if
/// another process made the change. Where the keys of the ring are known, they are therefore used directly:
/// <code>
///  0   4  marker "SEK1"
///  4  16  ring key id, as Guid.ToByteArray writes it
/// 20   .  what the ring key's encryptor makes of the data key, with the first 20 bytes and a label as associated data
/// </code>
/// </remarks>
internal sealed class KeyWrapper(IDataProtectionProvider protection, IKeyManager? keyManager)
{
    private const int MagicSize = 4;
    private const int RingKeyIdSize = 16;
    private const int PrefixSize = MagicSize + RingKeyIdSize;
    private static readonly TimeSpan RingKeyLifetime = TimeSpan.FromDays(90);

    private readonly IDataProtector _protector = protection.CreateProtector("StrategyEngine.Data.Encryption", "DataKey", "v1");

    private static ReadOnlySpan<byte> Magic => "SEK1"u8;

    // What DataProtection writes before the id of its own key.
    private static ReadOnlySpan<byte> ProtectorMagic => [0x09, 0xF0, 0xC9, 0xF0];

    private static ReadOnlySpan<byte> Label => "StrategyEngine.Data/DataKey/v1"u8;

    /// <summary>The keys of the ring as they are now; null if the ring does not show them.</summary>
    public RingKeys? ReadRing() => keyManager is null ? null : new RingKeys(keyManager.GetAllKeys());

    /// <summary>Calls back when the ring changes in this process, each time anew.</summary>
    public void OnRingChanged(Action<object?> changed, object? state)
    {
        if (keyManager is null)
            return;
        keyManager.GetCacheExpirationToken().UnsafeRegister(
            _ =>
            {
                OnRingChanged(changed, state);
                changed(state);
            },
            null);
    }

    /// <summary>Makes a new random key.</summary>
    public DataKey Create(string purpose, int generation, DateTimeOffset now)
    {
        int keyId;
        do
            keyId = BitConverter.ToInt32(RandomNumberGenerator.GetBytes(4));
        while (keyId == 0);
        var key = RandomNumberGenerator.GetBytes(KeyMaterial.Size);
        try
        {
            var wrapped = Wrap(key);
            return new DataKey
            {
                KeyId = keyId,
                Purpose = purpose,
                Generation = generation,
                State = DataKeyState.Active,
                Wrapped = wrapped,
                KekId = KekId(wrapped),
                CheckValue = CheckValue(key, unchecked((uint)keyId), purpose),
                CreatedAt = now,
                ActivatedAt = now,
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Wraps a known key again, under the ring's present key.</summary>
    public byte[] Wrap(KeyMaterial material)
    {
        var key = material.Copy();
        try
        {
            return Wrap(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <param name="row">The wrapped key.</param>
    /// <param name="location">What needs it, for messages.</param>
    /// <param name="evenIfRevoked">Whether a revoked ring key may unwrap, to take its data keys into safety.</param>
    public KeyMaterial Unwrap(LoadedDataKey row, FieldLocation location, bool evenIfRevoked = false)
    {
        var key = UnwrapBytes(row, location, evenIfRevoked);
        try
        {
            if (key.Length != KeyMaterial.Size
                || !CryptographicOperations.FixedTimeEquals(CheckValue(key, row.KeyId, row.Purpose), row.CheckValue))
            {
                throw new DataKeyTamperedException(row.KeyId);
            }

            return new KeyMaterial(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>The key of the key ring that a wrapped key names; empty for a provider with another format.</summary>
    public static Guid KekId(ReadOnlySpan<byte> wrapped) =>
        wrapped.Length >= PrefixSize && (wrapped.StartsWith(Magic) || wrapped.StartsWith(ProtectorMagic))
            ? new Guid(wrapped.Slice(MagicSize, RingKeyIdSize))
            : Guid.Empty;

    /// <summary>HMAC-SHA256 under the key of its id and purpose: a key moved to another row does not pass.</summary>
    private static byte[] CheckValue(ReadOnlySpan<byte> key, uint keyId, string purpose)
    {
        var label = Encoding.UTF8.GetBytes("SE.Data/v1/check");
        var message = new byte[label.Length + 4 + purpose.Length];
        label.CopyTo(message, 0);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(label.Length), keyId);
        Encoding.ASCII.GetBytes(purpose, message.AsSpan(label.Length + 4));
        return HMACSHA256.HashData(key, message);
    }

    private static byte[] AssociatedData(ReadOnlySpan<byte> prefix)
    {
        var data = new byte[PrefixSize + Label.Length];
        prefix[..PrefixSize].CopyTo(data);
        Label.CopyTo(data.AsSpan(PrefixSize));
        return data;
    }

    private byte[] Wrap(byte[] key)
    {
        if (keyManager is null)
            return _protector.Protect(key);
        var ringKey = ReadRing()!.Preferred ?? MakeRingKey(keyManager);
        var prefix = new byte[PrefixSize];
        Magic.CopyTo(prefix);
        ringKey.KeyId.TryWriteBytes(prefix.AsSpan(MagicSize));
        try
        {
            var encryptor = ringKey.CreateEncryptor() ?? throw new CryptographicException("It has no encryptor.");
            return [.. prefix, .. encryptor.Encrypt(key, AssociatedData(prefix))];
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            throw new TradingDataException(
                "encryption.ring_key_unusable",
                $"Ring key {ringKey.KeyId:D}, the newest of the key ring, cannot be used to protect a data key. Check that the secret or "
                + $"certificate that protects the ring is the one it was made with.",
                failure);
        }
    }

    /// <summary>
    /// Lets DataProtection make the first key of an empty ring; after a revocation, of which it learns late, makes one itself.
    /// </summary>
    private IKey MakeRingKey(IKeyManager manager)
    {
        _protector.Protect([]);
        if (ReadRing()!.Preferred is { } made)
            return made;
        var now = TimeProvider.System.GetUtcNow();
        return manager.CreateNewKey(now, now + RingKeyLifetime);
    }

    // The ring key may be there and not be readable itself, for instance because its secret or certificate is another one.
    private static IAuthenticatedEncryptor Encryptor(IKey ringKey, LoadedDataKey row, FieldLocation location)
    {
        try
        {
            return ringKey.CreateEncryptor() ?? throw new KeyRingMismatchException(location, row.KeyId, [ringKey.KeyId]);
        }
        catch (Exception failure) when (failure is not (OutOfMemoryException or KeyRingMismatchException))
        {
            throw new KeyRingMismatchException(location, row.KeyId, [ringKey.KeyId], failure);
        }
    }

    private byte[] UnwrapBytes(LoadedDataKey row, FieldLocation location, bool evenIfRevoked)
    {
        var kekId = KekId(row.Wrapped);
        if (row.KekId != kekId)
            throw new DataKeyTamperedException(row.KeyId);
        try
        {
            if (keyManager is null)
                return _protector.Unprotect(row.Wrapped);
            if (ReadRing()!.Find(kekId) is not { } ringKey)
                throw new KeyRingMismatchException(location, row.KeyId, [kekId]);
            if (ringKey.IsRevoked && !evenIfRevoked)
                throw new KeyRevokedException(location, row.KeyId);
            if (!row.Wrapped.AsSpan().StartsWith(Magic))
            {
                return ((IPersistedDataProtector)_protector)
                    .DangerousUnprotect(row.Wrapped, ignoreRevocationErrors: evenIfRevoked, out _, out _);
            }

            return Encryptor(ringKey, row, location)
                .Decrypt(new ArraySegment<byte>(row.Wrapped, PrefixSize, row.Wrapped.Length - PrefixSize), AssociatedData(row.Wrapped));
        }
        catch (CryptographicException failure)
        {
            throw keyManager is null
                ? new KeyRingMismatchException(location, row.KeyId, [kekId], failure)
                : new DataKeyTamperedException(row.KeyId, failure);
        }
    }
}

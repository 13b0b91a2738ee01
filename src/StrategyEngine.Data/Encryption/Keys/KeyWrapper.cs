using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace StrategyEngine.Data.Encryption.Keys;

/// <summary>Wraps data keys with the DataProtection key ring and unwraps them. Thread-safe.</summary>
internal sealed class KeyWrapper(IDataProtectionProvider protection, IKeyManager? keyManager)
{
    private const int PayloadMagicSize = 4;
    private const int PayloadKeyIdSize = 16;

    // What DataProtection writes before the id of its own key.
    private static ReadOnlySpan<byte> PayloadMagic => [0x09, 0xF0, 0xC9, 0xF0];

    private readonly IDataProtector _protector = protection.CreateProtector("StrategyEngine.Data.Encryption", "DataKey", "v1");

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
            var wrapped = _protector.Protect(key);
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
        var key = material.Use(0, static (bytes, _) => bytes.ToArray());
        try
        {
            return _protector.Protect(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    public KeyMaterial Unwrap(LoadedDataKey row, FieldLocation location)
    {
        byte[] key;
        try
        {
            key = _protector.Unprotect(row.Wrapped);
        }
        catch (CryptographicException failure)
        {
            throw Explain(row, location, failure);
        }

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
        wrapped.Length >= PayloadMagicSize + PayloadKeyIdSize && wrapped.StartsWith(PayloadMagic)
            ? new Guid(wrapped.Slice(PayloadMagicSize, PayloadKeyIdSize))
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

    // DataProtection reports a lost ring key, a revoked one and an altered payload by the same exception.
    private EncryptionException Explain(LoadedDataKey row, FieldLocation location, CryptographicException failure)
    {
        var kekId = KekId(row.Wrapped);
        if (row.KekId != kekId)
            return new DataKeyTamperedException(row.KeyId, failure);
        var kek = keyManager?.GetAllKeys().FirstOrDefault(key => key.KeyId == kekId);
        if (kek is { IsRevoked: true })
            return new KeyRevokedException(location, row.KeyId, failure);
        return kek is not null
            ? new DataKeyTamperedException(row.KeyId, failure)
            : new KeyRingMismatchException(location, row.KeyId, kekId, failure);
    }
}

using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

using StrategyEngine.Data.Encryption.Cipher;
using StrategyEngine.Data.Encryption.Values;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>A <see cref="Secret{T}"/> property: Entity Framework carries the sealed bytes, which only their row opens.</summary>
internal sealed class SecretColumn<T> : EncryptedColumn, ISecretColumn
    where T : notnull
{
    private readonly ValueCodec<T> _codec = ValueCodecs.For<T>();

    public SecretColumn(string property, EncryptedAttribute attribute, ModelSlot? slot)
        : base(property, attribute, slot) => Converter = new SecretConverter<T>(this);

    public override Type ValueType => typeof(T);

    public override bool IsRowBound => true;

    public override ValueConverter Converter { get; }

    public override ValueComparer Comparer { get; } = new ValueComparer<Secret<T>>(
        (left, right) => Secret<T>.AreSame(left, right),
        secret => secret.SealedHash(),
        secret => secret);

    /// <summary>The bytes of a secret that Entity Framework converts.</summary>
    public byte[] ToStored(Secret<T> secret)
    {
        var frame = ParameterValues.Suspend(Slot);
        try
        {
            return secret.ToStored(this);
        }
        finally
        {
            ParameterValues.Resume(frame);
        }
    }

    /// <summary>Seals with a cipher of this column.</summary>
    public byte[] Seal(FieldCipher cipher, T value, ReadOnlySpan<byte> rowKey) => cipher.Seal(value, _codec, rowKey);

    public T Open(ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> rowKey) => Open(Cipher, envelope, rowKey);

    /// <summary>Opens a secret with the cipher that it was read with, whoever holds the model now.</summary>
    public T Open(FieldCipher? cipher, ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> rowKey) =>
        (cipher ?? throw new KeyRingMissingException(Location)).Open(envelope, _codec, rowKey);

    public override byte[] Reseal(byte[] stored, ReadOnlySpan<byte> rowKey) =>
        Reseal(Cipher, stored, rowKey);

    /// <summary>Seals a stored value anew with a cipher of this column.</summary>
    public byte[] Reseal(FieldCipher cipher, byte[] stored, ReadOnlySpan<byte> rowKey) =>
        cipher.IsAdoptable(stored) ? Seal(cipher, Open(cipher, stored, rowKey), rowKey) : cipher.Reseal(stored, rowKey);

    public override void Demand(byte[] stored, ReadOnlySpan<byte> rowKey) => _ = Open(stored, rowKey);

    public object SealFor(object secret, byte[] rowKey) => ((Secret<T>)secret).SealFor(this, rowKey);

    public object Probe() => new Secret<T>([], this, FindCipher(), null);

    public byte[]? BoundRow(object secret) => ((Secret<T>)secret).RowKey;
}

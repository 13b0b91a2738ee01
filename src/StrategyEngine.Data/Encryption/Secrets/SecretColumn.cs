using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using StrategyEngine.Data.Encryption.Values;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>A <see cref="Secret{T}"/> property: Entity Framework carries the sealed bytes, which only their row opens.</summary>
internal sealed class SecretColumn<T> : EncryptedColumn, ISecretColumn
    where T : notnull
{
    private readonly ValueCodec<T> _codec = ValueCodecs.For<T>();

    public SecretColumn(string property, EncryptedAttribute attribute, DataKeyRing? ring)
        : base(property, attribute, ring) => Converter = new SecretConverter<T>(this);

    public override Type ValueType => typeof(T);

    public override bool IsRowBound => true;

    public override ValueConverter Converter { get; }

    public override ValueComparer Comparer { get; } = new ValueComparer<Secret<T>>(
        (left, right) => Secret<T>.AreSame(left, right),
        secret => secret.SealedHash(),
        secret => secret);

    public byte[] Seal(T value, ReadOnlySpan<byte> rowKey) => Cipher.Seal(value, _codec, rowKey);

    public T Open(ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> rowKey) => Cipher.Open(envelope, _codec, rowKey);

    public override byte[] Reseal(byte[] stored, ReadOnlySpan<byte> rowKey) =>
        Cipher.IsAdoptable(stored) ? Seal(Open(stored, rowKey), rowKey) : Cipher.Reseal(stored, rowKey);

    public override void Demand(byte[] stored, ReadOnlySpan<byte> rowKey) => _ = Open(stored, rowKey);

    public object SealFor(object secret, byte[] rowKey) => ((Secret<T>)secret).SealFor(this, rowKey);

    public object Probe() => new Secret<T>([], this, null);

    public byte[]? BoundRow(object secret) => ((Secret<T>)secret).RowKey;
}

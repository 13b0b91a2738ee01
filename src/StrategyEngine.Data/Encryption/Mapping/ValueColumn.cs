using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using StrategyEngine.Data.Encryption.Cipher;
using StrategyEngine.Data.Encryption.Values;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>A property whose value is sealed and opened as it passes Entity Framework.</summary>
internal sealed class ValueColumn<T> : EncryptedColumn
    where T : notnull
{
    private const int MaxUtf8BytesPerChar = 3;

    private readonly ValueCodec<T> _codec = ValueCodecs.For<T>();

    public ValueColumn(string property, string? declaredContext, DataKeyRing? ring)
        : base(property, declaredContext, ring) => Converter = new EncryptedConverter<T>(this);

    public override bool IsRowBound => false;

    public override ValueConverter Converter { get; }

    public override ValueComparer? Comparer => _codec.Comparer;

    public byte[] Seal(T value) => Cipher.Seal(value, _codec, []);

    public T Open(byte[] envelope) => Cipher.Open(envelope, _codec, []);

    public override int? EnvelopeSize(int maxLength) =>
        typeof(T) == typeof(string) ? Envelope.Overhead + (MaxUtf8BytesPerChar * maxLength)
        : typeof(T) == typeof(byte[]) ? Envelope.Overhead + maxLength
        : null;
}

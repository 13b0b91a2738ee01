using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

using StrategyEngine.Data.Encryption.Values;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>A property whose value is sealed and opened as it passes Entity Framework.</summary>
internal sealed class ValueColumn<T> : EncryptedColumn
    where T : notnull
{
    private readonly ValueCodec<T> _codec = ValueCodecs.For<T>();

    public ValueColumn(string property, EncryptedAttribute attribute, ModelSlot? slot)
        : base(property, attribute, slot) => Converter = new EncryptedConverter<T>(this);

    public override Type ValueType => typeof(T);

    public override bool IsRowBound => false;

    public override ValueConverter Converter { get; }

    public override ValueComparer? Comparer => _codec.Comparer;

    /// <summary>Seals a value that Entity Framework converts.</summary>
    public byte[] ToStored(T value)
    {
        var frame = ParameterValues.Suspend(Slot);
        try
        {
            return Seal(value);
        }
        finally
        {
            ParameterValues.Resume(frame);
        }
    }

    public byte[] Seal(T value) => Cipher.Seal(value, _codec, []);

    public T Open(byte[] envelope) => Cipher.Open(envelope, _codec, []);

    public override byte[] Reseal(byte[] stored, ReadOnlySpan<byte> rowKey) =>
        Cipher.IsAdoptable(stored) ? Seal(Open(stored)) : Cipher.Reseal(stored, rowKey);

    public override void Demand(byte[] stored, ReadOnlySpan<byte> rowKey) => _ = Open(stored);

    public override string OpenText(byte[] stored) => Open(stored) as string ?? base.OpenText(stored);
}

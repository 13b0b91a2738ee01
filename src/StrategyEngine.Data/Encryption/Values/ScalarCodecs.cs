using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace StrategyEngine.Data.Encryption.Values;

/// <summary>The codecs of the types of fixed form. Numbers are big-endian.</summary>
internal static class ScalarCodecs
{
    private static readonly FrozenDictionary<Type, IScalarCodec> Codecs = new Dictionary<Type, IScalarCodec>
    {
        [typeof(string)] = StringCodec.Instance,
        [typeof(byte[])] = BytesCodec.Instance,
        [typeof(bool)] =
        new ScalarCodec<bool>(TypeTag.Boolean, 1, static (to, value) => to[0] = value ? (byte)1 : (byte)0, static from => from[0] != 0),
        [typeof(sbyte)] =
        new ScalarCodec<sbyte>(TypeTag.SByte, 1, static (to, value) => to[0] = (byte)value, static from => (sbyte)from[0]),
        [typeof(byte)] = new ScalarCodec<byte>(TypeTag.Byte, 1, static (to, value) => to[0] = value, static from => from[0]),
        [typeof(short)] =
        new ScalarCodec<short>(TypeTag.Int16, 2, BinaryPrimitives.WriteInt16BigEndian, BinaryPrimitives.ReadInt16BigEndian),
        [typeof(ushort)] =
        new ScalarCodec<ushort>(TypeTag.UInt16, 2, BinaryPrimitives.WriteUInt16BigEndian, BinaryPrimitives.ReadUInt16BigEndian),
        [typeof(int)] = new ScalarCodec<int>(TypeTag.Int32, 4, BinaryPrimitives.WriteInt32BigEndian, BinaryPrimitives.ReadInt32BigEndian),
        [typeof(uint)] =
        new ScalarCodec<uint>(TypeTag.UInt32, 4, BinaryPrimitives.WriteUInt32BigEndian, BinaryPrimitives.ReadUInt32BigEndian),
        [typeof(long)] = new ScalarCodec<long>(TypeTag.Int64, 8, BinaryPrimitives.WriteInt64BigEndian, BinaryPrimitives.ReadInt64BigEndian),
        [typeof(ulong)] =
        new ScalarCodec<ulong>(TypeTag.UInt64, 8, BinaryPrimitives.WriteUInt64BigEndian, BinaryPrimitives.ReadUInt64BigEndian),
        [typeof(float)] =
        new ScalarCodec<float>(TypeTag.Single, 4, BinaryPrimitives.WriteSingleBigEndian, BinaryPrimitives.ReadSingleBigEndian),
        [typeof(double)] =
        new ScalarCodec<double>(TypeTag.Double, 8, BinaryPrimitives.WriteDoubleBigEndian, BinaryPrimitives.ReadDoubleBigEndian),
        [typeof(decimal)] = new ScalarCodec<decimal>(TypeTag.Decimal, 16, WriteDecimal, ReadDecimal),
        [typeof(char)] = new ScalarCodec<char>(
            TypeTag.Char,
            2,
            static (to, value) => BinaryPrimitives.WriteUInt16BigEndian(to, value),
            static from => (char)BinaryPrimitives.ReadUInt16BigEndian(from)),
        [typeof(Guid)] = new ScalarCodec<Guid>(
            TypeTag.Guid,
            16,
            static (to, value) => value.TryWriteBytes(to, bigEndian: true, out _),
            static from => new Guid(from, bigEndian: true)),
        [typeof(DateTime)] = new ScalarCodec<DateTime>(TypeTag.DateTime, 9, WriteDateTime, ReadDateTime),
        [typeof(DateTimeOffset)] = new ScalarCodec<DateTimeOffset>(TypeTag.DateTimeOffset, 10, WriteDateTimeOffset, ReadDateTimeOffset),
        [typeof(DateOnly)] = new ScalarCodec<DateOnly>(
            TypeTag.DateOnly,
            4,
            static (to, value) => BinaryPrimitives.WriteInt32BigEndian(to, value.DayNumber),
            static from => DateOnly.FromDayNumber(BinaryPrimitives.ReadInt32BigEndian(from))),
        [typeof(TimeOnly)] = new ScalarCodec<TimeOnly>(
            TypeTag.TimeOnly,
            8,
            static (to, value) => BinaryPrimitives.WriteInt64BigEndian(to, value.Ticks),
            static from => new TimeOnly(BinaryPrimitives.ReadInt64BigEndian(from))),
        [typeof(TimeSpan)] = new ScalarCodec<TimeSpan>(
            TypeTag.TimeSpan,
            8,
            static (to, value) => BinaryPrimitives.WriteInt64BigEndian(to, value.Ticks),
            static from => new TimeSpan(BinaryPrimitives.ReadInt64BigEndian(from))),
    }.ToFrozenDictionary();

    private static readonly ConcurrentDictionary<Type, IScalarCodec> Enums = new();

    public static IScalarCodec? Find(Type type) =>
        type.IsEnum
            ? Enums.GetOrAdd(type, static type => (IScalarCodec)Activator.CreateInstance(typeof(EnumCodec<>).MakeGenericType(type))!)
            : Codecs.GetValueOrDefault(type);

    /// <exception cref="ArgumentException">The value is null, or of a type that has no canonical form.</exception>
    public static byte[] Encode(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Demand(value.GetType()).Encode(value);
    }

    public static object Decode(ReadOnlySpan<byte> encoded, Type type) => Demand(type).Decode(encoded);

    private static IScalarCodec Demand(Type type) =>
        Find(type) ?? throw new ArgumentException($"{type.Name} is no scalar type: pass the value that is stored in the key column.");

    private static void WriteDecimal(Span<byte> to, decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        foreach (var part in parts)
        {
            BinaryPrimitives.WriteInt32BigEndian(to, part);
            to = to[4..];
        }
    }

    private static decimal ReadDecimal(ReadOnlySpan<byte> from)
    {
        Span<int> parts = stackalloc int[4];
        for (var i = 0; i < 4; i++)
            parts[i] = BinaryPrimitives.ReadInt32BigEndian(from[(4 * i)..]);
        return new decimal(parts);
    }

    private static void WriteDateTime(Span<byte> to, DateTime value)
    {
        BinaryPrimitives.WriteInt64BigEndian(to, value.Ticks);
        to[8] = (byte)value.Kind;
    }

    private static DateTime ReadDateTime(ReadOnlySpan<byte> from) =>
        new(BinaryPrimitives.ReadInt64BigEndian(from), (DateTimeKind)from[8]);

    private static void WriteDateTimeOffset(Span<byte> to, DateTimeOffset value)
    {
        BinaryPrimitives.WriteInt64BigEndian(to, value.Ticks);
        BinaryPrimitives.WriteInt16BigEndian(to[8..], (short)value.TotalOffsetMinutes);
    }

    private static DateTimeOffset ReadDateTimeOffset(ReadOnlySpan<byte> from) =>
        new(BinaryPrimitives.ReadInt64BigEndian(from), TimeSpan.FromMinutes(BinaryPrimitives.ReadInt16BigEndian(from[8..])));
}

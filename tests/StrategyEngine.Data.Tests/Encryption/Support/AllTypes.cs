using System.Text.Json.Nodes;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

internal sealed class AllTypes
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    [Encrypted] public string? String { get; set; }
    [Encrypted] public byte[]? Bytes { get; set; }
    [Encrypted] public bool Boolean { get; set; }
    [Encrypted] public sbyte SByte { get; set; }
    [Encrypted] public byte Byte { get; set; }
    [Encrypted] public short Int16 { get; set; }
    [Encrypted] public ushort UInt16 { get; set; }
    [Encrypted] public int Int32 { get; set; }
    [Encrypted] public uint UInt32 { get; set; }
    [Encrypted] public long Int64 { get; set; }
    [Encrypted] public ulong UInt64 { get; set; }
    [Encrypted] public float Single { get; set; }
    [Encrypted] public double Double { get; set; }
    [Encrypted] public decimal Decimal { get; set; }
    [Encrypted] public char Char { get; set; }
    [Encrypted] public Guid Guid { get; set; }
    [Encrypted] public DateTime DateTime { get; set; }
    [Encrypted] public DateTimeOffset DateTimeOffset { get; set; }
    [Encrypted] public DateOnly DateOnly { get; set; }
    [Encrypted] public TimeOnly TimeOnly { get; set; }
    [Encrypted] public TimeSpan TimeSpan { get; set; }
    [Encrypted] public DayOfWeek Enum { get; set; }
    [Encrypted] public Wide WideEnum { get; set; }
    [Encrypted] public bool? NullableBoolean { get; set; }
    [Encrypted] public sbyte? NullableSByte { get; set; }
    [Encrypted] public byte? NullableByte { get; set; }
    [Encrypted] public short? NullableInt16 { get; set; }
    [Encrypted] public ushort? NullableUInt16 { get; set; }
    [Encrypted] public int? NullableInt32 { get; set; }
    [Encrypted] public uint? NullableUInt32 { get; set; }
    [Encrypted] public long? NullableInt64 { get; set; }
    [Encrypted] public ulong? NullableUInt64 { get; set; }
    [Encrypted] public float? NullableSingle { get; set; }
    [Encrypted] public double? NullableDouble { get; set; }
    [Encrypted] public decimal? NullableDecimal { get; set; }
    [Encrypted] public char? NullableChar { get; set; }
    [Encrypted] public Guid? NullableGuid { get; set; }
    [Encrypted] public DateTime? NullableDateTime { get; set; }
    [Encrypted] public DateTimeOffset? NullableDateTimeOffset { get; set; }
    [Encrypted] public DateOnly? NullableDateOnly { get; set; }
    [Encrypted] public TimeOnly? NullableTimeOnly { get; set; }
    [Encrypted] public TimeSpan? NullableTimeSpan { get; set; }
    [Encrypted] public DayOfWeek? NullableEnum { get; set; }
    [Encrypted] public JsonObject? JsonObject { get; set; }
    [Encrypted] public JsonNode? JsonNode { get; set; }
    [Encrypted] public Settings? Record { get; set; }
    [Encrypted] public List<string>? List { get; set; }
    [Encrypted] public Secret<decimal>? SecretDecimal { get => field?.For(Id); set; }
    [Encrypted] public Secret<Settings>? SecretRecord { get => field?.For(Id); set; }

    internal enum Wide : ulong
    {
        Small = 1,
        Large = ulong.MaxValue,
    }

    internal sealed record Settings(string Name, decimal Limit)
    {
        public Dictionary<string, double> Weights { get; init; } = [];
    }
}

namespace StrategyEngine.Data.Encryption.Values;

/// <summary>The byte that says what an encrypted value is, so that it is never read as something else. Append only.</summary>
internal static class TypeTag
{
    public const byte String = 1;

    /// <summary>A string that is not well-formed Unicode, kept as UTF-16.</summary>
    public const byte StringUtf16 = 2;

    public const byte Bytes = 3;
    public const byte Boolean = 4;
    public const byte SByte = 5;
    public const byte Byte = 6;
    public const byte Int16 = 7;
    public const byte UInt16 = 8;
    public const byte Int32 = 9;
    public const byte UInt32 = 10;
    public const byte Int64 = 11;
    public const byte UInt64 = 12;
    public const byte Single = 13;
    public const byte Double = 14;
    public const byte Decimal = 15;
    public const byte Char = 16;
    public const byte Guid = 17;
    public const byte DateTime = 18;
    public const byte DateTimeOffset = 19;
    public const byte DateOnly = 20;
    public const byte TimeOnly = 21;
    public const byte TimeSpan = 22;
    public const byte Enum = 23;
    public const byte Json = 24;
}

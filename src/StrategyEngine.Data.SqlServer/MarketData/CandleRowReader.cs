using System.Collections;
using System.Data.Common;
using System.Globalization;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.SqlServer.MarketData;

/// <summary>Rows of a batch as <c>SqlBulkCopy</c> reads them, in the order of the columns of the staging table. Not thread-safe.</summary>
internal sealed class CandleRowReader(ReadOnlyMemory<CandleRow> rows) : DbDataReader
{
    private static readonly (string Name, Type Type)[] Columns =
    [
        ("open_time", typeof(DateTime)),
        ("open", typeof(decimal)),
        ("high", typeof(decimal)),
        ("low", typeof(decimal)),
        ("close", typeof(decimal)),
        ("volume", typeof(decimal)),
        ("closed", typeof(bool)),
        ("revision", typeof(long)),
        ("quote_volume", typeof(decimal)),
        ("trade_count", typeof(long)),
    ];

    private int _index = -1;
    private bool _isClosed;

    public override int Depth => 0;

    public override int FieldCount => Columns.Length;

    public override bool HasRows => !rows.IsEmpty;

    public override bool IsClosed => _isClosed;

    public override int RecordsAffected => -1;

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    public override bool Read() => ++_index < rows.Length;

    public override bool NextResult() => false;

    public override void Close() => _isClosed = true;

    public override string GetName(int ordinal) => Columns[ordinal].Name;

    public override int GetOrdinal(string name) => Array.FindIndex(Columns, column => column.Name == name);

    public override Type GetFieldType(int ordinal) => Columns[ordinal].Type;

    public override string GetDataTypeName(int ordinal) => Columns[ordinal].Type.Name;

    public override bool IsDBNull(int ordinal) => GetValue(ordinal) is DBNull;

    public override object GetValue(int ordinal)
    {
        ref readonly var row = ref rows.Span[_index];
        return ordinal switch
        {
            0 => CandleInstant.ToStored(row.OpenTime),
            1 => row.Open,
            2 => row.High,
            3 => row.Low,
            4 => row.Close,
            5 => row.Volume,
            6 => row.Closed,
            7 => row.Revision,
            8 => row.QuoteVolume is { } quoteVolume ? quoteVolume : DBNull.Value,
            9 => row.TradeCount is { } trades ? trades : DBNull.Value,
            _ => throw new ArgumentOutOfRangeException(nameof(ordinal)),
        };
    }

    public override int GetValues(object[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var count = Math.Min(values.Length, FieldCount);
        for (var i = 0; i < count; i++)
            values[i] = GetValue(i);
        return count;
    }

    public override bool GetBoolean(int ordinal) => (bool)GetValue(ordinal);

    public override DateTime GetDateTime(int ordinal) => (DateTime)GetValue(ordinal);

    public override decimal GetDecimal(int ordinal) => (decimal)GetValue(ordinal);

    public override long GetInt64(int ordinal) => (long)GetValue(ordinal);

    public override byte GetByte(int ordinal) => (byte)GetValue(ordinal);

    public override char GetChar(int ordinal) => (char)GetValue(ordinal);

    public override double GetDouble(int ordinal) => (double)GetValue(ordinal);

    public override float GetFloat(int ordinal) => (float)GetValue(ordinal);

    public override Guid GetGuid(int ordinal) => (Guid)GetValue(ordinal);

    public override short GetInt16(int ordinal) => (short)GetValue(ordinal);

    public override int GetInt32(int ordinal) => (int)GetValue(ordinal);

    public override string GetString(int ordinal) => Convert.ToString(GetValue(ordinal), CultureInfo.InvariantCulture)!;

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) =>
        throw new InvalidCastException();

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) =>
        throw new InvalidCastException();

    public override IEnumerator GetEnumerator() => new DbEnumerator(this);
}

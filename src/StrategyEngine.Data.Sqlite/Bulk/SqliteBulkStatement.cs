using System.Globalization;

using SQLitePCL;

namespace StrategyEngine.Data.Sqlite.Bulk;

/// <summary>
/// One prepared statement, to which values are bound as Microsoft.Data.Sqlite would bind them, without its search for the name of each
/// parameter.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class SqliteBulkStatement : IDisposable
{
    private const int LongestDecimal = 32;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqliteBulkStatement(sqlite3 database, string sql)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    /// <summary>Whether values of a type can be bound.</summary>
    public static bool CanBind(Type type) =>
        Type.GetTypeCode(
            type) is (>= TypeCode.Boolean and <= TypeCode.Double and not TypeCode.Char) or TypeCode.Decimal or TypeCode.DateTime
                or TypeCode.String
        || type == typeof(byte[])
        || type == typeof(Guid)
        || type == typeof(DateTimeOffset)
        || type == typeof(DateOnly)
        || type == typeof(TimeOnly)
        || type == typeof(TimeSpan);

    /// <summary>Binds a value.</summary>
    /// <param name="parameter">The number of the parameter, from 1.</param>
    /// <param name="value">The value, of a type that can be bound, or null.</param>
    public void Bind(int parameter, object? value) => Check(value switch
    {
        null => raw.sqlite3_bind_null(_statement, parameter),
        string text => raw.sqlite3_bind_text(_statement, parameter, text),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, parameter, bytes),
        double number => raw.sqlite3_bind_double(_statement, parameter, number),
        float number => raw.sqlite3_bind_double(_statement, parameter, number),
        decimal amount => BindDecimal(parameter, amount),
        bool flag => raw.sqlite3_bind_int64(_statement, parameter, flag ? 1 : 0),
        ulong number => raw.sqlite3_bind_int64(_statement, parameter, unchecked((long)number)),
        Guid id => raw.sqlite3_bind_text(_statement, parameter, id.ToString().ToUpperInvariant()),
        DateTime time => raw.sqlite3_bind_text(
            _statement, parameter, time.ToString(@"yyyy\-MM\-dd HH\:mm\:ss.FFFFFFF", CultureInfo.InvariantCulture)),
        DateTimeOffset instant => raw.sqlite3_bind_text(
            _statement, parameter, instant.ToString(@"yyyy\-MM\-dd HH\:mm\:ss.FFFFFFFzzz", CultureInfo.InvariantCulture)),
        DateOnly day => raw.sqlite3_bind_text(_statement, parameter, day.ToString(@"yyyy\-MM\-dd", CultureInfo.InvariantCulture)),
        TimeOnly time => raw.sqlite3_bind_text(
            _statement,
            parameter,
            time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? @"HH\:mm\:ss" : @"HH\:mm\:ss.fffffff", CultureInfo.InvariantCulture)),
        TimeSpan span => raw.sqlite3_bind_text(_statement, parameter, span.ToString("c", CultureInfo.InvariantCulture)),
        _ => raw.sqlite3_bind_int64(_statement, parameter, Convert.ToInt64(value, CultureInfo.InvariantCulture)),
    });

    /// <summary>Runs it.</summary>
    /// <returns>The rows it inserted or updated.</returns>
    public int Execute()
    {
        var resultCode = raw.sqlite3_step(_statement);
        if (resultCode == raw.SQLITE_DONE)
        {
            var changes = raw.sqlite3_changes(_database);
            raw.sqlite3_reset(_statement);
            return changes;
        }

        var failure = SqliteErrors.Read(_database, resultCode);
        raw.sqlite3_reset(_statement);
        throw failure;
    }

    public void Dispose() => _statement.Dispose();

    private int BindDecimal(int parameter, decimal amount)
    {
        Span<byte> text = stackalloc byte[LongestDecimal];
        amount.TryFormat(text, out var length, "0.0###########################", CultureInfo.InvariantCulture);
        return raw.sqlite3_bind_text(_statement, parameter, text[..length]);
    }

    private void Check(int resultCode)
    {
        if (resultCode != raw.SQLITE_OK)
            throw SqliteErrors.Read(_database, resultCode);
    }
}

using System.Globalization;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Sqlite.Encryption;

/// <summary>The SQL of SQLite that key counting and re-encryption need.</summary>
internal sealed class SqliteEncryptionDialect : EncryptionDialect
{
    /// <inheritdoc/>
    public override string BinarySlice(string column, int start, int length) =>
        string.Create(CultureInfo.InvariantCulture, $"substr({column}, {start}, {length})");

    /// <inheritdoc/>
    public override string AsBinary(string column) => $"CAST({column} AS BLOB)";

    /// <inheritdoc/>
    public override string Limit(string query, int rows) =>
        string.Create(CultureInfo.InvariantCulture, $"{query}\nLIMIT {rows}");
}

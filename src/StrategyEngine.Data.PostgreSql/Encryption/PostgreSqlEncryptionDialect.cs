using System.Globalization;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.PostgreSql.Encryption;

/// <summary>The SQL of PostgreSQL that key counting and re-encryption need.</summary>
internal sealed class PostgreSqlEncryptionDialect : EncryptionDialect
{
    /// <inheritdoc/>
    public override string BinarySlice(string column, int start, int length) =>
        string.Create(CultureInfo.InvariantCulture, $"substring({column} FROM {start} FOR {length})");

    /// <inheritdoc/>
    public override string Limit(string query, int rows) =>
        string.Create(CultureInfo.InvariantCulture, $"{query}\nLIMIT {rows}");
}

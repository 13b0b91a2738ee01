using System.Globalization;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.SqlServer.Encryption;

/// <summary>The SQL of SQL Server that key counting and re-encryption need.</summary>
internal sealed class SqlServerEncryptionDialect : EncryptionDialect
{
    /// <inheritdoc/>
    public override string BinarySlice(string column, int start, int length) =>
        string.Create(CultureInfo.InvariantCulture, $"SUBSTRING({column}, {start}, {length})");

    /// <inheritdoc/>
    public override string Limit(string query, int rows) =>
        string.Create(CultureInfo.InvariantCulture, $"{query}\nOFFSET 0 ROWS FETCH NEXT {rows} ROWS ONLY");
}

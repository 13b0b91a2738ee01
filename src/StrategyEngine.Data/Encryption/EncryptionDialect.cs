namespace StrategyEngine.Data.Encryption;

/// <summary>The few pieces of SQL in which databases differ and which key counting and re-encryption need.</summary>
/// <remarks>Implementations are stateless and thread-safe. Expressions arrive already delimited.</remarks>
public abstract class EncryptionDialect
{
    /// <summary>An expression for a run of bytes of a binary column.</summary>
    /// <param name="column">The delimited column.</param>
    /// <param name="start">The position of the first byte, counted from 1.</param>
    /// <param name="length">The number of bytes.</param>
    /// <returns>A binary SQL expression.</returns>
    public abstract string BinarySlice(string column, int start, int length);

    /// <summary>An expression for the bytes of a column that may hold text, as a column does that is encrypted after the fact.</summary>
    /// <param name="column">The delimited column.</param>
    /// <returns>A binary SQL expression. The column itself, where its type allows nothing but bytes.</returns>
    public virtual string AsBinary(string column) => column;

    /// <summary>Limits a <c>SELECT ... ORDER BY</c> to its first rows.</summary>
    /// <param name="query">The statement, ending in its <c>ORDER BY</c>.</param>
    /// <param name="rows">The most rows to return, at least 1.</param>
    /// <returns>The limited statement.</returns>
    public abstract string Limit(string query, int rows);
}

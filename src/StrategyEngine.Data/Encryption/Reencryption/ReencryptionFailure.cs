using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Encryption;

/// <summary>A value that re-encryption could not read and left as it is.</summary>
/// <param name="Table">The table, with its schema if it has one.</param>
/// <param name="Column">The column.</param>
/// <param name="RowKey">The primary key of the row, its parts separated by a comma.</param>
/// <param name="KeyId">The data key that the value names, if it names one.</param>
/// <param name="Code">The code of the exception that reading the value gives, such as <c>encryption.tampered</c>.</param>
public sealed record ReencryptionFailure(string Table, string Column, string RowKey, uint? KeyId, string Code)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}

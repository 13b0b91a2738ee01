using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Encryption;

/// <summary>A row that was left out of a list, because one of its values cannot be opened.</summary>
/// <param name="Position">Its place in the order of the query, counted from 0.</param>
/// <param name="Table">The table of the value.</param>
/// <param name="Column">The column of the value.</param>
/// <param name="KeyId">The data key that the value names, if it names one.</param>
/// <param name="Code">The code of the exception that reading the value gives, such as <c>encryption.tampered</c>.</param>
public sealed record UnreadableRow(int Position, string? Table, string? Column, uint? KeyId, string Code)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}

using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Encryption;

/// <summary>What an encrypted column holds, counted by the database without decrypting.</summary>
/// <param name="Table">The table, with its schema if it has one.</param>
/// <param name="Column">The column.</param>
/// <param name="StableName">The stable name that its values are bound to.</param>
/// <param name="ValuesByKey">The number of values under each data key that occurs.</param>
/// <param name="PlaintextValues">The number of values that are not encrypted; each fails when it is read.</param>
/// <param name="NullValues">The number of rows without a value.</param>
public sealed record EncryptedColumnStatus(
    string Table,
    string Column,
    string StableName,
    IReadOnlyDictionary<uint, long> ValuesByKey,
    long PlaintextValues,
    long NullValues)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}

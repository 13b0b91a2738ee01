using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Encryption;

/// <summary>What re-encryption would find; every value was opened and nothing was changed.</summary>
/// <param name="TargetKeyId">The data key that values would be moved to.</param>
/// <param name="Columns">What each encrypted column holds.</param>
/// <param name="Failures">The values that cannot be read, at most the first thousand.</param>
public sealed record ReencryptionPlan(
    uint TargetKeyId,
    IReadOnlyList<ReencryptionColumnPlan> Columns,
    IReadOnlyList<ReencryptionFailure> Failures)
{
    /// <summary>The number of values that would be written.</summary>
    public long ValuesToRewrite => Columns.Sum(column => column.OutdatedValues + column.RenamedValues + column.PlaintextValues);

    /// <summary>Whether every value can be read.</summary>
    public bool IsReadable => Columns.All(column => column.UnreadableValues == 0);

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}

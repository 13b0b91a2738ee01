using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Encryption;

/// <summary>What a run of re-encryption did.</summary>
/// <param name="TargetKeyId">The data key that values were moved to.</param>
/// <param name="RewrittenValues">The values moved in this run.</param>
/// <param name="Conflicts">The rows that another writer changed in between; they were looked at again.</param>
/// <param name="RemainingRows">The rows that still hold older values: those of <paramref name="Failures"/>, and what was written meanwhile
/// by a process that did not know of the rotation yet.</param>
/// <param name="Failures">The values that cannot be read, at most the first thousand.</param>
public sealed record ReencryptionResult(
    uint TargetKeyId,
    long RewrittenValues,
    long Conflicts,
    long RemainingRows,
    IReadOnlyList<ReencryptionFailure> Failures)
{
    /// <summary>Whether no older value is left.</summary>
    public bool IsComplete => RemainingRows == 0;

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}

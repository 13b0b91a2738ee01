using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Encryption;

/// <summary>How far re-encryption has come; reported after each committed batch.</summary>
/// <param name="Table">The table at work, with its schema if it has one.</param>
/// <param name="Pass">How many times the table is being walked: 1 unless other writers were at work.</param>
/// <param name="TotalRows">The rows of all tables that were to be looked at when the run began.</param>
/// <param name="ScannedRows">The rows looked at in this run.</param>
/// <param name="RewrittenValues">The values moved to the active key in this run.</param>
/// <param name="Conflicts">The rows that another writer changed in between.</param>
/// <param name="Failures">The values that cannot be read.</param>
/// <param name="RowsPerSecond">The rows looked at per second in this run, on average.</param>
/// <param name="Remaining">How long the rest takes at that rate; null while that cannot be told.</param>
public sealed record ReencryptionProgress(
    string Table,
    int Pass,
    long TotalRows,
    long ScannedRows,
    long RewrittenValues,
    long Conflicts,
    long Failures,
    double RowsPerSecond,
    TimeSpan? Remaining)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}

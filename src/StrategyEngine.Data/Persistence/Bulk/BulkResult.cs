using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Persistence;

/// <summary>What became of the records handed to <see cref="BulkWriter"/>; the four counts add up to the records that came in.</summary>
/// <param name="Inserted">Records that were not stored before.</param>
/// <param name="Updated">Records that changed a stored one.</param>
/// <param name="Unchanged">Records that are stored as they are, or that were superseded by a later one of the same batch.</param>
/// <param name="Refused">Records with a value that cannot be stored, which were left out.</param>
/// <param name="Refusals">The first <see cref="BulkWriter.MaxListedRefusals"/> of the refused records, in the order of the input.</param>
public sealed record BulkResult(long Inserted, long Updated, long Unchanged, long Refused, IReadOnlyList<RefusedRecord> Refusals)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}

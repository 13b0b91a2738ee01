using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Persistence;

/// <summary>The table of a bulk write, as its model describes it.</summary>
/// <param name="Table">Its name with its schema, quoted as the engine spells it.</param>
/// <param name="Columns">The columns that are written, those of the primary key first and in its order.</param>
/// <param name="KeyLength">How many columns the primary key has.</param>
public sealed record BulkTarget(string Table, IReadOnlyList<BulkColumn> Columns, int KeyLength)
{
    /// <summary>The columns of the primary key.</summary>
    public IEnumerable<BulkColumn> Key => Columns.Take(KeyLength);

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}

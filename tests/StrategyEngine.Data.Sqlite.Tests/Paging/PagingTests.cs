using System.Text.RegularExpressions;

using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.Sqlite.Tests.Model;

public sealed partial class PagingTests : PagingSpecification<SqliteTestDatabase>
{
    protected override Regex FullSortInPlan => FullSort();

    protected override Regex RangeInPlan => Range();

    // Items of one key are put in order by their ids; that is the LAST TERM.
    [GeneratedRegex("TEMP B-TREE FOR ORDER BY|^SCAN ", RegexOptions.Multiline)]
    private static partial Regex FullSort();

    [GeneratedRegex(@"asset_id=\? AND known_at[<>]\?")]
    private static partial Regex Range();
}

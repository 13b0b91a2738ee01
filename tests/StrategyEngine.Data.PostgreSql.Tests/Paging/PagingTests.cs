using System.Text.RegularExpressions;

using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.PostgreSql.Tests.Model;

public sealed partial class PagingTests : PagingSpecification<PostgreSqlTestDatabase>
{
    protected override Regex FullSortInPlan => FullSort();

    protected override Regex RangeInPlan => Range();

    // Items of one key are put in order by their ids; that is an Incremental Sort.
    [GeneratedRegex(@"^\s*(->)?\s*Sort\s+\(|Seq Scan", RegexOptions.Multiline)]
    private static partial Regex FullSort();

    [GeneratedRegex(@"Index Cond: .*known_at [<>]=")]
    private static partial Regex Range();
}

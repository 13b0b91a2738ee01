using System.Text.RegularExpressions;

using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.SqlServer.Tests.Model;

public sealed partial class PagingTests : PagingSpecification<SqlServerTestDatabase>
{
    protected override Regex FullSortInPlan => FullScan();

    protected override Regex RangeInPlan => Range();

    protected override string? AnalyzeSql => null;

    // Items of one key are put in order by a Top N Sort of what the seek has found.
    [GeneratedRegex("PhysicalOp=\"(Table|Clustered Index) Scan\"")]
    private static partial Regex FullScan();

    [GeneratedRegex(@"RangeColumns")]
    private static partial Regex Range();
}

using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.Sqlite.Tests.Model;

public sealed class IndexUse : IndexUseSpecification<SqliteTestDatabase>
{
    protected override string ClusteredKeyInPlan => "SEARCH m USING PRIMARY KEY";

    protected override string SortInPlan => "TEMP B-TREE";
}

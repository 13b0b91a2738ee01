using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.SqlServer.Tests.Model;

public sealed class IndexUse : IndexUseSpecification<SqlServerTestDatabase>
{
    protected override string ClusteredKeyInPlan => "Clustered Index Seek";

    protected override string SortInPlan => "PhysicalOp=\"Sort\"";
}

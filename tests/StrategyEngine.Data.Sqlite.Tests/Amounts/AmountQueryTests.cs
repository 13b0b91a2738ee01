using StrategyEngine.Data.Specifications.Amounts;

namespace StrategyEngine.Data.Sqlite.Tests.Amounts;

public sealed class AmountQueryTests : AmountQueriesSpecification<SqliteTestDatabase>
{
    // There is no APPLY, and EF translates no Convert.
    protected override IEnumerable<string> Refused =>
        [.. base.Refused, "SelectMany by comparison", "where Convert.ToDouble", "where Convert.ToDecimal", "order by Convert.ToDecimal"];
}

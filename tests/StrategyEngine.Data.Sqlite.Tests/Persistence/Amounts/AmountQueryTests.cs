using StrategyEngine.Data.Specifications.Amounts;

namespace StrategyEngine.Data.Sqlite.Tests.Amounts;

public sealed class AmountQueryTests : AmountQuerySpecification<SqliteTestDatabase>
{
    // There is no APPLY, and EF translates no Convert of a double.
    protected override IEnumerable<string> Refused =>
        [.. base.Refused, "SelectMany by comparison", "where Convert.ToInt32 of null double"];
}

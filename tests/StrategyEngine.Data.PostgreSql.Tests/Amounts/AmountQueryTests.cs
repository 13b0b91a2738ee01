using StrategyEngine.Data.Specifications.Amounts;

namespace StrategyEngine.Data.PostgreSql.Tests.Amounts;

public sealed class AmountQueryTests : AmountQueriesSpecification<RowsOnlyTestDatabase>
{
    // EF hands the conversion to the database also where the program could do it.
    protected override IEnumerable<string> Refused => [.. base.Refused, "select Convert.ToBoolean"];
}

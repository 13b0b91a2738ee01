using StrategyEngine.Data.Specifications.Amounts;

namespace StrategyEngine.Data.PostgreSql.Tests.Amounts;

public sealed class AmountUpdateTests : AmountUpdateSpecification<RowsOnlyTestDatabase>
{
    // The type of the column leaves no choice.
    protected override string Canonical(string column) => $"{column} IS NOT NULL";
}

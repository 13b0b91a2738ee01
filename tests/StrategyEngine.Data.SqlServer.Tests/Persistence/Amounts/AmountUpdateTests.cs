using StrategyEngine.Data.Specifications.Amounts;

namespace StrategyEngine.Data.SqlServer.Tests.Amounts;

public sealed class AmountUpdateTests : AmountUpdateSpecification<SqlServerTestDatabase>
{
    // The type of the column leaves no choice.
    protected override string Canonical(string column) => $"{column} IS NOT NULL";
}

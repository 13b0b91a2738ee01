using StrategyEngine.Data.Specifications.Amounts;

namespace StrategyEngine.Data.PostgreSql.Tests.Amounts;

public sealed class AmountQueryTests : AmountQueriesSpecification<RowsOnlyTestDatabase>
{
    // The last digits of a quotient are not a decimal's; and EF hands the one conversion to the database also where the program could do it.
    protected override bool AnswersOverflow => true;

    protected override IEnumerable<string> Refused => [.. base.Refused, "where / ==", "Distinct of quotient", "GroupBy quotient", "select Convert.ToBoolean"];
}

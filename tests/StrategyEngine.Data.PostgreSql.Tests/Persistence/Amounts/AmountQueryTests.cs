using StrategyEngine.Data.Specifications.Amounts;

namespace StrategyEngine.Data.PostgreSql.Tests.Amounts;

public sealed class AmountQueryTests : AmountQuerySpecification<RowsOnlyTestDatabase>
{
    protected override bool AnswersOverflow => true;

    // The last digits of a quotient are not a decimal's; and EF hands the one conversion to the database also where the program could do
    // it.
    protected override IEnumerable<string> Refused =>
        [.. base.Refused, "where / ==", "Distinct of quotient", "GroupBy quotient", "select Convert.ToBoolean"];
}

using StrategyEngine.Data.Specifications.Amounts;

namespace StrategyEngine.Data.SqlServer.Tests.Amounts;

public sealed class AmountQueryTests : AmountQuerySpecification<SqlServerTestDatabase>
{
    /// <summary>The shapes that are refused, for the test that needs no server, too.</summary>
    public static IEnumerable<string> Declared => new AmountQueryTests().Refused;

    protected override bool FailsOnZeros => true;

    // Its products lose digits, its ROUND goes away from zero, and before SQL Server 2022 there is no GREATEST.
    protected override IEnumerable<string> Refused =>
    [
        .. base.Refused, "where Contains of one parameter", "where * by an integer ==", "where / ==", "Distinct of quotient",
        "GroupBy quotient", "distinct * integer", "group by * integer",
        "arithmetic on aggregates", "weighted average", "select / by price", "max of / by price", "select Math.Round to 11",
        .. ComputedFrom("Math.Round to 11"),
        "select * of three", "max of * of three", "select change", "max of change",
        "where Math.Round ==", "where Math.Round to even", "Sum of rounded quotient", "select Math.Round", .. ComputedFrom("Math.Round"),
        "select Math.Round to 2", .. ComputedFrom("Math.Round to 2"),
        "select Math.Round to 7", .. ComputedFrom("Math.Round to 7"), "select Math.Round of product",
        .. ComputedFrom("Math.Round of product"), "select decimal.Round", .. ComputedFrom("decimal.Round"),
        "where Math.Max compared", "where Math.Min ==", "Max of Math.Max", "Max of Math.Min of three",
        .. ComputedFrom("Math.Max", "Math.Min", "Math.Max of volume", "decimal.Max", "EF.Functions.Greatest"),
        "select Convert.ToInt32 of half", "where Convert.ToInt32 of half", "order by Convert.ToInt32 of half",
        "select Convert.ToInt32 nullable", "where Convert.ToInt32 nullable",
        "order by Convert.ToInt32 nullable", "select Convert.ToInt32 boxed", "where Convert.ToInt32 boxed",
        "order by Convert.ToInt32 boxed", "Convert.ToInt32 of null", "sum of Convert.ToInt32", "where Convert.ToInt64 of object",
        "select Convert.ToInt32", "where Convert.ToInt32", "order by Convert.ToInt32", "select Convert.ToInt64", "where Convert.ToInt64",
        "order by Convert.ToInt64",
        "select Convert.ToBoolean",
        "where from double", "select (decimal)(double)", "where (decimal)(double)", "double to amount",
    ];
}

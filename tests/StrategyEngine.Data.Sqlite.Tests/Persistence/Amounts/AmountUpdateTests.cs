using StrategyEngine.Data.Specifications.Amounts;

namespace StrategyEngine.Data.Sqlite.Tests.Amounts;

public sealed class AmountUpdateTests : AmountUpdateSpecification<SqliteTestDatabase>
{
    protected override string Canonical(string column) =>
        $"typeof({column}) = 'text' AND {column} GLOB '*[0-9].[0-9]*' AND ({column} GLOB '*.0' OR {column} NOT GLOB '*0') AND {column} "
        + $"NOT GLOB '0[0-9]*' AND {column} <> '-0.0'";
}

using StrategyEngine.Data.Specifications.Performance;

namespace StrategyEngine.Data.PostgreSql.Tests.Performance;

public sealed class EquityMarkTests : EquityMarkSpecification<RowsOnlyTestDatabase>;

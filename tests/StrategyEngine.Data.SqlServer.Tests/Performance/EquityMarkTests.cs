using StrategyEngine.Data.Specifications.Performance;

namespace StrategyEngine.Data.SqlServer.Tests.Performance;

public sealed class EquityMarkTests : EquityMarkSpecification<SqlServerTestDatabase>;

using StrategyEngine.Data.Specifications.Performance;

namespace StrategyEngine.Data.Sqlite.Tests.Performance;

public sealed class EquityMarkTests : EquityMarkSpecification<SqliteTestDatabase>;

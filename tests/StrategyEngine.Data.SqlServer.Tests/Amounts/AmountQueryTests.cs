using StrategyEngine.Data.Specifications.Amounts;

namespace StrategyEngine.Data.SqlServer.Tests.Amounts;

public sealed class AmountQueryTests : AmountQueriesSpecification<SqlServerTestDatabase>;

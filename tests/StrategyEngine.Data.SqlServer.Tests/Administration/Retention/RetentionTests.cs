using StrategyEngine.Data.Specifications.Administration;

namespace StrategyEngine.Data.SqlServer.Tests.Administration;

public sealed class RetentionTests : RetentionSpecification<SqlServerTestDatabase>;

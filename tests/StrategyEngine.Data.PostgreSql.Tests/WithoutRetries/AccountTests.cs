using StrategyEngine.Data.Specifications.Sessions;

namespace StrategyEngine.Data.PostgreSql.Tests.WithoutRetries;

public sealed class AccountTests : AccountSpecification<PostgreSqlTestDatabase>;

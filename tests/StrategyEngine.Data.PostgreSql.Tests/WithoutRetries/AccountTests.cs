using StrategyEngine.Data.Specifications;
using StrategyEngine.Data.Specifications.Sessions;

namespace StrategyEngine.Data.PostgreSql.Tests.WithoutRetries;

[RotatingPart(1)]
public sealed class AccountTests : AccountSpecification<PostgreSqlTestDatabase>;

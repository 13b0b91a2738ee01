using StrategyEngine.Data.Specifications;
using StrategyEngine.Data.Specifications.Sessions;

namespace StrategyEngine.Data.PostgreSql.Tests.WithoutRetries;

[RotatingPart(2)]
public sealed class TwoFactorTests : TwoFactorSpecification<PostgreSqlTestDatabase>;

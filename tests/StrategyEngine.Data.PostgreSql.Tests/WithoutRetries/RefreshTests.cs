using StrategyEngine.Data.Specifications;
using StrategyEngine.Data.Specifications.Sessions;

namespace StrategyEngine.Data.PostgreSql.Tests.WithoutRetries;

[RotatingPart(7)]
public sealed class RefreshTests : RefreshSpecification<PostgreSqlTestDatabase>;

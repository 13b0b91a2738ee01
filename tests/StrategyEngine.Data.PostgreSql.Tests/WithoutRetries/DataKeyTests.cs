using StrategyEngine.Data.Specifications;
using StrategyEngine.Data.Specifications.Encryption;

namespace StrategyEngine.Data.PostgreSql.Tests.WithoutRetries;

[RotatingPart(6)]
public sealed class DataKeyTests : DataKeySpecification<PostgreSqlTestDatabase>;

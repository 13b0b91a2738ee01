using StrategyEngine.Data.Specifications;
using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.PostgreSql.Tests.WithoutRetries;

[RotatingPart(2)]
public sealed class BulkRefusalTests : BulkRefusalSpecification<PostgreSqlTestDatabase>;

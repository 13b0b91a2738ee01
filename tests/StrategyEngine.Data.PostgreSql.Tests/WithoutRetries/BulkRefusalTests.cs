using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.PostgreSql.Tests.WithoutRetries;

public sealed class BulkRefusalTests : BulkRefusalSpecification<PostgreSqlTestDatabase>;

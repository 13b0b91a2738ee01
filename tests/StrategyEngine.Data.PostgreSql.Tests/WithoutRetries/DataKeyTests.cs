using StrategyEngine.Data.Specifications.Encryption;

namespace StrategyEngine.Data.PostgreSql.Tests.WithoutRetries;

public sealed class DataKeyTests : DataKeySpecification<PostgreSqlTestDatabase>;

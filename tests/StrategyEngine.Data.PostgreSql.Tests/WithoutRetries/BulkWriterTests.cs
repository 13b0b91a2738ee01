using StrategyEngine.Data.Specifications;
using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.PostgreSql.Tests.WithoutRetries;

[RotatingPart(3)]
public sealed class BulkWriterTests : BulkWriterSpecification<PostgreSqlTestDatabase>;

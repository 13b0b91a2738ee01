using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.Sqlite.Tests.Model;

public sealed class BulkWriterTests : BulkWriterSpecification<SqliteTestDatabase>;

using StrategyEngine.Data.Specifications.Administration;

namespace StrategyEngine.Data.Sqlite.Tests.Administration;

public sealed class RetentionTests : RetentionSpecification<SqliteTestDatabase>;

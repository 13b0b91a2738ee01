using StrategyEngine.Data.Specifications.Encryption;

namespace StrategyEngine.Data.Sqlite.Tests.Encryption;

public sealed class HostModelTests : HostModelSpecification<SqliteTestDatabase>;

using StrategyEngine.Data.Specifications.Sessions;

namespace StrategyEngine.Data.Sqlite.Tests.Sessions;

public sealed class SessionEndingTests : SessionEndingSpecification<SqliteTestDatabase>;

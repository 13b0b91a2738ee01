using StrategyEngine.Data.Specifications.Sessions;

namespace StrategyEngine.Data.Sqlite.Tests.Sessions;

public sealed class ServiceCredentialTests : ServiceCredentialSpecification<SqliteTestDatabase>;

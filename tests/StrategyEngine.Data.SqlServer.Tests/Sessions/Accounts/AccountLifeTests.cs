using StrategyEngine.Data.Specifications.Sessions;

namespace StrategyEngine.Data.SqlServer.Tests.Sessions;

public sealed class AccountLifeTests : AccountLifeSpecification<SqlServerTestDatabase>;

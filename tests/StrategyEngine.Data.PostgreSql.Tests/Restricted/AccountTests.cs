using StrategyEngine.Data.Specifications.Sessions;

namespace StrategyEngine.Data.PostgreSql.Tests.Restricted;

public sealed class AccountTests : AccountSpecification<RestrictedTestDatabase>;

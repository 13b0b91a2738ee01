using StrategyEngine.Data.Specifications.Sessions;

namespace StrategyEngine.Data.PostgreSql.Tests.Sessions;

public sealed class SigningKeyTests : SigningKeySpecification<RowsOnlyTestDatabase>;

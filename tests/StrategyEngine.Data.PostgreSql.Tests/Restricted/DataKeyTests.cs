using StrategyEngine.Data.Specifications.Encryption;

namespace StrategyEngine.Data.PostgreSql.Tests.Restricted;

public sealed class DataKeyTests : DataKeySpecification<RestrictedTestDatabase>;

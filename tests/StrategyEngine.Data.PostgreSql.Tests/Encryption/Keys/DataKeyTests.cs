using StrategyEngine.Data.Specifications.Encryption;

namespace StrategyEngine.Data.PostgreSql.Tests.Encryption;

public sealed class DataKeyTests : DataKeySpecification<RowsOnlyTestDatabase>;

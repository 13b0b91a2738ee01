using StrategyEngine.Data.Specifications.Administration;

namespace StrategyEngine.Data.PostgreSql.Tests.Administration;

public sealed class RetentionTests : RetentionSpecification<RowsOnlyTestDatabase>;

using StrategyEngine.Data.Specifications.Trading;

namespace StrategyEngine.Data.PostgreSql.Tests.Trading;

public sealed class BookOrderTests : BookOrderSpecification<RowsOnlyTestDatabase>;

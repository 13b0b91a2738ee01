using StrategyEngine.Data.Specifications.Performance;

namespace StrategyEngine.Data.PostgreSql.Tests.Performance;

public sealed class CandleRatesTests : CandleRatesSpecification<RowsOnlyTestDatabase>;

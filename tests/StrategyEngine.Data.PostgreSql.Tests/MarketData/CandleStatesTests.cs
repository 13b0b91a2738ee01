using StrategyEngine.Data.Specifications.MarketData;

namespace StrategyEngine.Data.PostgreSql.Tests.MarketData;

public sealed class CandleStatesTests : CandleStatesSpecification<RowsOnlyTestDatabase>;

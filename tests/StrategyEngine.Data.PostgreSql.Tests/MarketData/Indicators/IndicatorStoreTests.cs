using StrategyEngine.Data.Specifications.MarketData.Indicators;

namespace StrategyEngine.Data.PostgreSql.Tests.MarketData;

public sealed class IndicatorStoreTests : IndicatorStoreSpecification<RowsOnlyTestDatabase>;

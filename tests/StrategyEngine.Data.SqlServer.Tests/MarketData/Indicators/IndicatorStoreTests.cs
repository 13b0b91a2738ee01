using StrategyEngine.Data.Specifications.MarketData.Indicators;

namespace StrategyEngine.Data.SqlServer.Tests.MarketData;

public sealed class IndicatorStoreTests : IndicatorStoreSpecification<SqlServerTestDatabase>;

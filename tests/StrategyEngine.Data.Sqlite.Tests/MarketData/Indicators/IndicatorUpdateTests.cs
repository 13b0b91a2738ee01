using StrategyEngine.Data.Specifications.MarketData.Indicators;

namespace StrategyEngine.Data.Sqlite.Tests.MarketData;

public sealed class IndicatorUpdateTests : IndicatorUpdateSpecification<SqliteTestDatabase>;

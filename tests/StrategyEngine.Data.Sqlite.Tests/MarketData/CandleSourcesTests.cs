using StrategyEngine.Data.Specifications.MarketData;

namespace StrategyEngine.Data.Sqlite.Tests.MarketData;

public sealed class CandleSourcesTests : CandleSourcesSpecification<SqliteTestDatabase>;

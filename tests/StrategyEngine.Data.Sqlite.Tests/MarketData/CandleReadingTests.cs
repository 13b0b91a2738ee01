using StrategyEngine.Data.Specifications.MarketData;

namespace StrategyEngine.Data.Sqlite.Tests.MarketData;

public sealed class CandleReadingTests : CandleReadingSpecification<SqliteTestDatabase>;

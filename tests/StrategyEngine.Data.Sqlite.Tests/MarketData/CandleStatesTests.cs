using StrategyEngine.Data.Specifications.MarketData;

namespace StrategyEngine.Data.Sqlite.Tests.MarketData;

public sealed class CandleStatesTests : CandleStatesSpecification<SqliteTestDatabase>;

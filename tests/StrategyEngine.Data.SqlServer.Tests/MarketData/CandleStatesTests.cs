using StrategyEngine.Data.Specifications.MarketData;

namespace StrategyEngine.Data.SqlServer.Tests.MarketData;

public sealed class CandleStatesTests : CandleStatesSpecification<SqlServerTestDatabase>;

using StrategyEngine.Data.Specifications.MarketData;

namespace StrategyEngine.Data.PostgreSql.Tests.WithoutRetries;

public sealed class CandleStatesTests : CandleStatesSpecification<PostgreSqlTestDatabase>;

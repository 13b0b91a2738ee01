using StrategyEngine.Data.Specifications;
using StrategyEngine.Data.Specifications.MarketData;

namespace StrategyEngine.Data.PostgreSql.Tests.WithoutRetries;

[RotatingPart(4)]
public sealed class CandleStatesTests : CandleStatesSpecification<PostgreSqlTestDatabase>;

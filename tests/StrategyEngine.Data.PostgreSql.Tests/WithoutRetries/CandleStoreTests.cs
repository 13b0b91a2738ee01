using StrategyEngine.Data.Specifications;
using StrategyEngine.Data.Specifications.MarketData;

namespace StrategyEngine.Data.PostgreSql.Tests.WithoutRetries;

[RotatingPart(5)]
public sealed class CandleStoreTests : CandleStoreSpecification<PostgreSqlTestDatabase>;

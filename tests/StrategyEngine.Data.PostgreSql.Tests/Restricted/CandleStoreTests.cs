using StrategyEngine.Data.Specifications.MarketData;

namespace StrategyEngine.Data.PostgreSql.Tests.Restricted;

public sealed class CandleStoreTests : CandleStoreSpecification<RestrictedTestDatabase>;

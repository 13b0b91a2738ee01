using StrategyEngine.Data.Specifications.Performance;

namespace StrategyEngine.Data.PostgreSql.Tests.Restricted;

public sealed class PerformanceRecorderTests : PerformanceRecorderSpecification<RestrictedTestDatabase>;

using StrategyEngine.Data.Specifications;

namespace StrategyEngine.Data.PostgreSql.Tests;

public sealed class Compliance : ComplianceSpecification;

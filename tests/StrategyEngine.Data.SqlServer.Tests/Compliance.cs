using StrategyEngine.Data.Specifications;

namespace StrategyEngine.Data.SqlServer.Tests;

public sealed class Compliance : ComplianceSpecification;

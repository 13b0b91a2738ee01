using StrategyEngine.Data.Specifications;

namespace StrategyEngine.Data.Sqlite.Tests;

public sealed class Compliance : ComplianceSpecification;

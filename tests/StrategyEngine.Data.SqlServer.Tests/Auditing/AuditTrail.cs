using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.SqlServer.Tests.Model;

public sealed class AuditTrail : AuditTrailSpecification<SqlServerTestDatabase>;

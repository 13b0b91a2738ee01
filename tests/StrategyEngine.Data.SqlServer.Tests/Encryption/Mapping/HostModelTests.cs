using StrategyEngine.Data.Specifications.Encryption;

namespace StrategyEngine.Data.SqlServer.Tests.Encryption;

public sealed class HostModelTests : HostModelSpecification<SqlServerTestDatabase>;

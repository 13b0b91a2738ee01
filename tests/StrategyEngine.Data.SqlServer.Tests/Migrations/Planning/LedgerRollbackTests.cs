using StrategyEngine.Data.Specifications.Migrations;

namespace StrategyEngine.Data.SqlServer.Tests.Migrations;

public sealed class LedgerRollbackTests : LedgerRollbackSpecification<SqlServerTestDatabase>;

using StrategyEngine.Data.Specifications.Migrations;

namespace StrategyEngine.Data.PostgreSql.Tests.Migrations;

public sealed class LedgerRollbackTests : LedgerRollbackSpecification<PostgreSqlTestDatabase>;

using StrategyEngine.Data.Specifications.Migrations;

namespace StrategyEngine.Data.Sqlite.Tests.Migrations;

public sealed class LedgerDriftTests : LedgerDriftSpecification<SqliteTestDatabase>;

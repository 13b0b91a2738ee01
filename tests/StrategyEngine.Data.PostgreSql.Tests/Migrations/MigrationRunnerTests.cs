using StrategyEngine.Data.Specifications.Migrations;

namespace StrategyEngine.Data.PostgreSql.Tests.Migrations;

public sealed class MigrationRunnerTests : MigrationRunnerSpecification<PostgreSqlTestDatabase>;

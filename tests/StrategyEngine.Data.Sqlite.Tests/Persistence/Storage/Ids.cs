using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.Sqlite.Tests.Model;

public sealed class Ids : IdsSpecification<SqliteTestDatabase>;

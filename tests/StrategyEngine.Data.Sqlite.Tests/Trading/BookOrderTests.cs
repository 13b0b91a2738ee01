using StrategyEngine.Data.Specifications.Trading;

namespace StrategyEngine.Data.Sqlite.Tests.Trading;

public sealed class BookOrderTests : BookOrderSpecification<SqliteTestDatabase>;

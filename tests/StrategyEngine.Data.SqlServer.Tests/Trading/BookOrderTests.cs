using StrategyEngine.Data.Specifications.Trading;

namespace StrategyEngine.Data.SqlServer.Tests.Trading;

public sealed class BookOrderTests : BookOrderSpecification<SqlServerTestDatabase>;

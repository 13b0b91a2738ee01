using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.PostgreSql.Tests.Model;

public sealed class UniqueConstraints : UniqueConstraintsSpecification<RowsOnlyTestDatabase>;

using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.PostgreSql.Tests.Model;

public sealed class CascadeDelete : CascadeDeleteSpecification<RowsOnlyTestDatabase>;

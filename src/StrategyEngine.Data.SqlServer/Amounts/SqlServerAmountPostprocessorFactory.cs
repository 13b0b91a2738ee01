using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.SqlServer.Query.Internal;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Amounts;

/// <summary>Has every translated query checked for what SQL Server computes on amounts.</summary>
#pragma warning disable EF1001 // The last step of a translation has no public place to stand in.
internal sealed class SqlServerAmountPostprocessorFactory(
    QueryTranslationPostprocessorDependencies dependencies, RelationalQueryTranslationPostprocessorDependencies relational)
    : SqlServerQueryTranslationPostprocessorFactory(dependencies, relational)
{
    public override QueryTranslationPostprocessor Create(QueryCompilationContext queryCompilationContext) => new AmountQueryPostprocessor(
        Dependencies,
        queryCompilationContext,
        base.Create(queryCompilationContext),
        new SqlServerAmountTranslation(RelationalDependencies));
}

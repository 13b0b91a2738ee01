using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Sqlite.Query.Internal;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.Amounts;

/// <summary>Has every translated query checked for what SQLite computes on amounts.</summary>
#pragma warning disable EF1001 // The last step of a translation has no public place to stand in.
internal sealed class SqliteAmountPostprocessorFactory(
    QueryTranslationPostprocessorDependencies dependencies, RelationalQueryTranslationPostprocessorDependencies relational)
    : SqliteQueryTranslationPostprocessorFactory(dependencies, relational)
{
    public override QueryTranslationPostprocessor Create(QueryCompilationContext queryCompilationContext) => new AmountQueryPostprocessor(
        Dependencies,
        queryCompilationContext,
        base.Create(queryCompilationContext),
        new SqliteAmountTranslation(RelationalDependencies.SqlExpressionFactory));
}

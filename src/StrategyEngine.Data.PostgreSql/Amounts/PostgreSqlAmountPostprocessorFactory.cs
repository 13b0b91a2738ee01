using Microsoft.EntityFrameworkCore.Query;

using Npgsql.EntityFrameworkCore.PostgreSQL.Query.Internal;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.Amounts;

/// <summary>Has every translated query checked for what PostgreSQL computes on amounts.</summary>
#pragma warning disable EF1001 // The last step of a translation has no public place to stand in.
internal sealed class PostgreSqlAmountPostprocessorFactory(
    QueryTranslationPostprocessorDependencies dependencies, RelationalQueryTranslationPostprocessorDependencies relational)
    : NpgsqlQueryTranslationPostprocessorFactory(dependencies, relational)
{
    public override QueryTranslationPostprocessor Create(QueryCompilationContext queryCompilationContext) => new AmountQueryPostprocessor(
        Dependencies,
        queryCompilationContext,
        base.Create(queryCompilationContext),
        new PostgreSqlAmountTranslation(RelationalDependencies));
}

using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore.Query;

namespace StrategyEngine.Data.Persistence;

/// <summary>Puts an <see cref="AmountQueryTranslation"/> behind the last step of an engine's own translation.</summary>
/// <remarks>For the <c>IQueryTranslationPostprocessorFactory</c> of a provider package.</remarks>
public sealed class AmountQueryPostprocessor : QueryTranslationPostprocessor
{
    private readonly QueryTranslationPostprocessor _inner;
    private readonly AmountQueryTranslation _amounts;

    /// <summary>Creates the step.</summary>
    /// <param name="dependencies">What Entity Framework gives every such step.</param>
    /// <param name="context">The query.</param>
    /// <param name="inner">The engine's own step.</param>
    /// <param name="amounts">What follows it.</param>
    public AmountQueryPostprocessor(
        QueryTranslationPostprocessorDependencies dependencies,
        QueryCompilationContext context,
        QueryTranslationPostprocessor inner,
        AmountQueryTranslation amounts)
        : base(dependencies, context)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(amounts);
        _inner = inner;
        _amounts = amounts;
    }

    /// <inheritdoc />
    public override Expression Process(Expression query) => _amounts.Process(_inner.Process(query));
}

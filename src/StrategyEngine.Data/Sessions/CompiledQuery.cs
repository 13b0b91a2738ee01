using System.Runtime.CompilerServices;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace StrategyEngine.Data.Sessions;

/// <summary>A query that is compiled once for each model, because EF refuses a compiled query in a context of another model. Thread-safe.</summary>
/// <typeparam name="TQuery">The delegate that runs it.</typeparam>
/// <param name="compile">Compiles it; nothing is translated before its first run.</param>
internal sealed class CompiledQuery<TQuery>(Func<TQuery> compile)
    where TQuery : Delegate
{
    private readonly ConditionalWeakTable<IModel, TQuery> _compiled = [];

    public TQuery In(DbContext context) => _compiled.GetValue(context.Model, _ => compile());
}

using System.Collections;
using System.Linq.Expressions;
using System.Reflection;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

namespace StrategyEngine.Data.SqlServer.Tests.Statements;

/// <summary>Lets EF translate and run, on another context, a query that was captured on one of another engine.</summary>
internal sealed class Translation(DbContext context)
{
    /// <summary>Runs the query, of which the connection of the context notes the statements.</summary>
    public void Run(Expression query)
    {
        var parameters = new Parameters(context.Model);
        var rooted = parameters.Visit(query);
        var values = context.GetService<IQueryContextFactory>().Create();
        foreach (var parameter in parameters.Found)
            values.Parameters[parameter.Name] = SampleValues.Of(parameter.Type);

        var compilation = context.GetService<IQueryCompilationContextFactory>().Create(async: false);
        var result = rooted.Type.IsGenericType && typeof(IQueryable).IsAssignableFrom(rooted.Type)
            ? typeof(IEnumerable<>).MakeGenericType(rooted.Type.GetGenericArguments()[0])
            : rooted.Type;
        try
        {
            var executor = (Delegate)typeof(QueryCompilationContext).GetMethod(nameof(QueryCompilationContext.CreateQueryExecutor))!
                .MakeGenericMethod(result).Invoke(compilation, [rooted])!;
            if (executor.DynamicInvoke(values) is IEnumerable rows and not string)
            {
                foreach (var _ in rows)
                {
                }
            }
        }
        catch (TargetInvocationException exception)
            when (Cause(exception).Message.StartsWith("Sequence contains no elements", StringComparison.Ordinal))
        {
            // It found nothing where it wants one.
        }
    }

    private static Exception Cause(Exception exception) =>
        exception is TargetInvocationException { InnerException: { } inner } ? Cause(inner) : exception;

    private sealed class Parameters(IModel model) : ExpressionVisitor
    {
        public List<QueryParameterExpression> Found { get; } = [];

        protected override Expression VisitExtension(Expression node)
        {
            switch (node)
            {
                case EntityQueryRootExpression root when node.GetType() == typeof(EntityQueryRootExpression):
                    return new EntityQueryRootExpression(model.FindEntityType(root.EntityType.Name)!);
                case QueryParameterExpression parameter:
                    Found.Add(parameter);
                    return node;
                default:
                    return base.VisitExtension(node);
            }
        }
    }
}

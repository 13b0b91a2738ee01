using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore.Diagnostics;

namespace StrategyEngine.Data.PostgreSql.Amounts;

/// <summary>Orders amounts that are not there before all others, as .NET does: PostgreSQL orders them last.</summary>
/// <remarks>Stateless.</remarks>
internal sealed class NullOrderingInterceptor : ExpressionVisitor, IQueryExpressionInterceptor
{
    private NullOrderingInterceptor()
    {
    }

    public static NullOrderingInterceptor Instance { get; } = new();

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData) => Visit(queryExpression);

    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        var method = node.Method;
        if ((method.DeclaringType != typeof(Queryable) && method.DeclaringType != typeof(Enumerable)) || node.Arguments.Count != 2
            || method.Name is not (nameof(Queryable.OrderBy) or nameof(Queryable.OrderByDescending) or nameof(Queryable.ThenBy)
                or nameof(Queryable.ThenByDescending))
            || method.GetGenericArguments() is not [{ } element, { } keyType] || keyType != typeof(decimal?))
        {
            return base.VisitMethodCall(node);
        }

        var isQuoted = node.Arguments[1] is UnaryExpression { NodeType: ExpressionType.Quote };
        if ((isQuoted ? ((UnaryExpression)node.Arguments[1]).Operand : node.Arguments[1]) is not LambdaExpression lambda)
            return base.VisitMethodCall(node);
        var key = (LambdaExpression)Visit(lambda);
        var isThere = Expression.Lambda(Expression.NotEqual(key.Body, Expression.Constant(null, typeof(decimal?))), key.Parameters);
        var next = method.Name.EndsWith("Descending", StringComparison.Ordinal)
            ? nameof(Queryable.ThenByDescending)
            : nameof(Queryable.ThenBy);
        var ordered = Expression.Call(
            method.DeclaringType, method.Name, [element, typeof(bool)], Visit(node.Arguments[0]), Argument(isThere));
        return Expression.Call(method.DeclaringType, next, [element, keyType], ordered, Argument(key));

        Expression Argument(LambdaExpression argument) => isQuoted ? Expression.Quote(argument) : argument;
    }
}

using System.Linq.Expressions;

namespace StrategyEngine.Data.Paging;

/// <summary>A key by which a listing is ordered, in the words of expressions.</summary>
internal static class PageKey
{
    private static readonly System.Reflection.MethodInfo CompareText = typeof(string).GetMethod(
        nameof(string.Compare), [typeof(string), typeof(string)])!;

    /// <summary>
    /// What lies behind a place: <c>key >= a AND (key > a OR id > b)</c>, of which every engine makes one range of the index of the key.
    /// </summary>
    public static Expression<Func<T, bool>> Behind<T, TKey, TId>(
        Expression<Func<T, TKey>> key, Expression<Func<T, TId>> id, TKey keyValue, TId idValue, bool descending)
    {
        var item = key.Parameters[0];
        var (keyBody, idBody) = (key.Body, new Replacement(id.Parameters[0], item).Visit(id.Body));
        return Expression.Lambda<Func<T, bool>>(
            Expression.AndAlso(
                Compare(keyBody, keyValue, descending, orEqual: true),
                Expression.OrElse(
                    Compare(keyBody, keyValue, descending, orEqual: false), Compare(idBody, idValue, descending, orEqual: false))),
            item);
    }

    /// <summary>What lies behind a place that one key tells.</summary>
    public static Expression<Func<T, bool>> Behind<T, TKey>(Expression<Func<T, TKey>> key, TKey value, bool descending) =>
        Expression.Lambda<Func<T, bool>>(Compare(key.Body, value, descending, orEqual: false), key.Parameters);

    private static BinaryExpression Compare<TKey>(Expression key, TKey value, bool descending, bool orEqual)
    {
        Expression parameter = Expression.Property(Expression.Constant(new KeyParameter<TKey>(value)), nameof(KeyParameter<>.Value));
        if (typeof(TKey) == typeof(string))
            (key, parameter) = (Expression.Call(CompareText, key, parameter), Expression.Constant(0));
        return (descending, orEqual) switch
        {
            (false, false) => Expression.GreaterThan(key, parameter),
            (false, true) => Expression.GreaterThanOrEqual(key, parameter),
            (true, false) => Expression.LessThan(key, parameter),
            (true, true) => Expression.LessThanOrEqual(key, parameter),
        };
    }

    private sealed class Replacement(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}

using System.Collections.Frozen;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.Encryption.Querying;

/// <summary>The LINQ operators by what they do with the values that run through them.</summary>
internal static class QueryOperators
{
    private static readonly FrozenSet<Type> s_declaring = new[]
    {
        typeof(Queryable), typeof(Enumerable), typeof(EntityFrameworkQueryableExtensions), typeof(RelationalQueryableExtensions),
    }.ToFrozenSet();

    /// <summary>Hand their elements on without looking at the values in them.</summary>
    private static readonly FrozenSet<string> s_carrying = new[]
    {
        "Where", "Take", "Skip", "TakeLast", "SkipLast", "TakeWhile", "SkipWhile", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending",
        "Reverse", "AsQueryable", "AsEnumerable", "DefaultIfEmpty", "OfType", "Cast", "ToList", "ToArray", "AsNoTracking",
        "AsNoTrackingWithIdentityResolution", "AsTracking", "Include", "ThenInclude", "IgnoreAutoIncludes",
        "IgnoreQueryFilters", "TagWith", "TagWithCallSite", "AsSplitQuery", "AsSingleQuery",
        "First", "FirstOrDefault", "Single", "SingleOrDefault", "Last", "LastOrDefault", "ElementAt", "ElementAtOrDefault",
        "Any", "All", "Count", "LongCount", "Select", "SelectMany", "Join", "LeftJoin", "RightJoin", "GroupJoin", "GroupBy", "ExecuteDelete",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> s_single = new[]
    {
        "First", "FirstOrDefault", "Single", "SingleOrDefault", "Last", "LastOrDefault", "ElementAt", "ElementAtOrDefault", "Min", "Max", "MinBy", "MaxBy",
    }.ToFrozenSet();

    public static bool IsOperator(MethodCallExpression call) =>
        call.Method.DeclaringType is { } type && s_declaring.Contains(type) && call.Arguments.Count > 0;

    /// <summary>Whether the operator leaves the values of its elements alone; what is not listed does not.</summary>
    public static bool CarriesValues(MethodCallExpression call) => s_carrying.Contains(call.Method.Name);

    public static bool ReturnsElement(MethodCallExpression call) => s_single.Contains(call.Method.Name);

    /// <summary>Whether what a lambda of the operator returns only becomes a result, and is not computed on.</summary>
    public static bool IsProjection(MethodCallExpression call, int argument) => call.Method.Name switch
    {
        "Select" or "SelectMany" => true,
        "Join" or "LeftJoin" or "RightJoin" or "GroupJoin" => argument == 4,
        "GroupBy" => argument >= 2,
        _ => false,
    };

    public static LambdaExpression? Lambda(Expression argument) => argument switch
    {
        UnaryExpression { NodeType: ExpressionType.Quote, Operand: LambdaExpression quoted } => quoted,
        LambdaExpression lambda => lambda,
        _ => null,
    };
}

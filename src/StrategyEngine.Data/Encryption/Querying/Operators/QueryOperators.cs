using System.Collections.Frozen;
using System.Linq.Expressions;
using System.Reflection;

using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.Encryption.Querying.Operators;

/// <summary>The LINQ operators by what they do with the values that run through them. What is not listed is not known.</summary>
internal static class QueryOperators
{
    private static readonly FrozenSet<Type> Declaring = new[]
    {
        typeof(Queryable), typeof(Enumerable), typeof(EntityFrameworkQueryableExtensions), typeof(RelationalQueryableExtensions),
    }.ToFrozenSet();

    private static readonly FrozenDictionary<string, QueryOperator> Operators = All()
        .ToFrozenDictionary(pair => pair.Name, pair => pair.Operator);

    private static readonly FrozenDictionary<string, ParameterRole> Roles = new Dictionary<string, ParameterRole>
    {
        ["source"] = ParameterRole.Source,
        ["source1"] = ParameterRole.Source,
        ["first"] = ParameterRole.Source,
        ["outer"] = ParameterRole.Source,
        ["source2"] = ParameterRole.OtherSource,
        ["second"] = ParameterRole.OtherSource,
        ["inner"] = ParameterRole.OtherSource,
        ["predicate"] = ParameterRole.Computed,
        ["keySelector"] = ParameterRole.Computed,
        ["outerKeySelector"] = ParameterRole.Computed,
        ["innerKeySelector"] = ParameterRole.Computed,
        ["elementSelector"] = ParameterRole.Projected,
        ["collectionSelector"] = ParameterRole.Projected,
        ["resultSelector"] = ParameterRole.Projected,
        ["navigationPropertyPath"] = ParameterRole.Projected,
        ["defaultValue"] = ParameterRole.Element,
        ["item"] = ParameterRole.Computed,
        ["value"] = ParameterRole.Computed,
        ["count"] = ParameterRole.Setting,
        ["index"] = ParameterRole.Setting,
        ["range"] = ParameterRole.Setting,
        ["comparer"] = ParameterRole.Setting,
        ["keyComparer"] = ParameterRole.Setting,
        ["tag"] = ParameterRole.Setting,
        ["filePath"] = ParameterRole.Setting,
        ["lineNumber"] = ParameterRole.Setting,
        ["track"] = ParameterRole.Setting,
        ["filterKeys"] = ParameterRole.Setting,
        ["sql"] = ParameterRole.Setting,
        ["parameters"] = ParameterRole.Setting,
        ["cancellationToken"] = ParameterRole.Setting,
    }.ToFrozenDictionary();

    public static bool IsOperator(MethodCallExpression call) =>
        call.Method.DeclaringType is { } type && Declaring.Contains(type) && call.Object is null && call.Arguments.Count > 0;

    /// <summary>What is known of an operator; null for one that is not listed.</summary>
    public static QueryOperator? Find(MethodInfo method) =>
        Operators.GetValueOrDefault(method.Name.EndsWith("Async", StringComparison.Ordinal) ? method.Name[..^5] : method.Name);

    public static ParameterRole Role(MethodInfo method, int parameter)
    {
        var declared = method.GetParameters()[parameter];
        if (parameter == 0)
            return ParameterRole.Source;

        // The one name that stands for two things.
        if (declared.Name == "selector")
            return Find(method)?.Elements == ElementUse.Projected ? ParameterRole.Projected : ParameterRole.Computed;
        return Roles.GetValueOrDefault(declared.Name ?? "");
    }

    public static LambdaExpression? Lambda(Expression? argument) => argument switch
    {
        UnaryExpression { NodeType: ExpressionType.Quote, Operand: LambdaExpression quoted } => quoted,
        LambdaExpression lambda => lambda,
        _ => null,
    };

    private static IEnumerable<(string Name, QueryOperator Operator)> All()
    {
        (ElementUse Elements, OperatorResult Result, string Names)[] groups =
        [
            (ElementUse.Carried, OperatorResult.Sequence, """
                Where Take Skip TakeLast SkipLast TakeWhile SkipWhile OrderBy OrderByDescending ThenBy ThenByDescending Reverse Shuffle
                AsQueryable AsEnumerable AsAsyncEnumerable ToList ToArray DefaultIfEmpty OfType Cast DistinctBy Concat
                AsNoTracking AsNoTrackingWithIdentityResolution AsTracking Include ThenInclude IgnoreAutoIncludes IgnoreQueryFilters
                TagWith TagWithCallSite AsSplitQuery AsSingleQuery FromSql FromSqlRaw FromSqlInterpolated
                """),
            (ElementUse.Carried, OperatorResult.Element, """
                First FirstOrDefault Single SingleOrDefault Last LastOrDefault ElementAt ElementAtOrDefault MinBy MaxBy
                """),
            (ElementUse.Carried, OperatorResult.Scalar, "Any All Count LongCount ExecuteDelete ExecuteUpdate"),
            (ElementUse.Compared, OperatorResult.Sequence,
                "Distinct Order OrderDescending Union Intersect Except UnionBy IntersectBy ExceptBy ToHashSet"),
            (ElementUse.Compared, OperatorResult.Scalar, "Contains Sum Average SequenceEqual"),
            (ElementUse.Compared, OperatorResult.Element, "Min Max"),
            (ElementUse.Projected, OperatorResult.Sequence, "Select SelectMany Join LeftJoin RightJoin GroupJoin GroupBy"),
            (ElementUse.Unknown, OperatorResult.Scalar, """
                Aggregate AggregateBy Append Prepend Chunk CountBy Index Zip ToDictionary ToLookup Repeat Empty Range Sequence InfiniteSequence
                TryGetNonEnumeratedCount Load ForEach ToQueryString CreateDbCommand
                """),
        ];
        return
            from entry in groups
            from name in entry.Names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            select (name, new QueryOperator(entry.Elements, entry.Result));
    }
}

using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using StrategyEngine.Data.Encryption.Mapping;

namespace StrategyEngine.Data.Encryption.Querying;

/// <summary>Follows encrypted values through a query: projections, anonymous types, joins, groups and sub-queries.</summary>
internal sealed class ShapeReader(EncryptedModel model)
{
    private readonly Dictionary<ParameterExpression, Shape> _parameters = [];

    public Shape Of(Expression? expression) => expression switch
    {
        ParameterExpression parameter => _parameters.GetValueOrDefault(parameter, Shape.Plain),
        UnaryExpression unary when unary.NodeType is ExpressionType.Quote or ExpressionType.Convert or ExpressionType.ConvertChecked or ExpressionType.TypeAs
            => Of(unary.Operand),
        LambdaExpression lambda => Of(lambda.Body),
        MemberExpression member => OfMember(member),
        MethodCallExpression call => OfCall(call),
        NewExpression creation => Shape.Composite(MembersOf(creation)),
        MemberInitExpression initialization => Shape.Composite(MembersOf(initialization)),
        ConditionalExpression conditional => Of(conditional.IfTrue).Or(Of(conditional.IfFalse)),
        BinaryExpression { NodeType: ExpressionType.Coalesce } coalesce => Of(coalesce.Left).Or(Of(coalesce.Right)),
        NewArrayExpression array => Shape.Sequence(array.Expressions.Aggregate(Shape.Plain, (shape, item) => shape.Or(Of(item)))),
        _ => Shape.Plain,
    };

    /// <summary>The encrypted property that an expression is a value of.</summary>
    public IProperty? Value(Expression? expression) => Of(expression).Value;

    /// <summary>The entity instance, and the property, if the expression reads an encrypted property of an entity directly.</summary>
    public (Expression Instance, IProperty Property)? DirectRead(Expression expression) => expression switch
    {
        UnaryExpression { NodeType: ExpressionType.Convert } convert => DirectRead(convert.Operand),
        MemberExpression { Expression: { } instance } member when Of(instance).Members is null
            && model.FindProperty(instance.Type, member.Member.Name) is { } property => (instance, property),
        MethodCallExpression call when PropertyCall(call) is { } property => (call.Arguments[0], property),
        _ => null,
    };

    /// <summary>Tells the parameters of an operator's lambdas what runs through them.</summary>
    public void Bind(MethodCallExpression call)
    {
        var source = Of(call.Arguments[0]).Element ?? Shape.Plain;
        switch (call.Method.Name)
        {
            case "SelectMany" when call.Arguments.Count == 3:
                BindLambda(call, 1, source);
                BindLambda(call, 2, source, Of(QueryOperators.Lambda(call.Arguments[1])).Element ?? Shape.Plain);
                break;
            case "Join" or "LeftJoin" or "RightJoin" or "GroupJoin" when call.Arguments.Count >= 5:
                var inner = Of(call.Arguments[1]).Element ?? Shape.Plain;
                BindLambda(call, 2, source);
                BindLambda(call, 3, inner);
                BindLambda(call, 4, source, call.Method.Name == "GroupJoin" ? Shape.Sequence(inner) : inner);
                break;
            case "GroupBy":
                BindGroupBy(call, source);
                break;
            default:
                for (var i = 1; i < call.Arguments.Count; i++)
                    BindLambda(call, i, source);
                break;
        }
    }

    private Shape OfMember(MemberExpression member)
    {
        if (member.Expression is not { } instance)
            return Shape.Plain;
        var shape = Of(instance);
        if (shape.Value is not null && member.Member.Name == "Value" && Nullable.GetUnderlyingType(instance.Type) is not null)
            return shape;
        if (shape.Members is { } members)
            return members.GetValueOrDefault(member.Member.Name, Shape.Plain);
        return model.FindProperty(instance.Type, member.Member.Name) is { } property ? Shape.Of(property) : Shape.Plain;
    }

    private Shape OfCall(MethodCallExpression call)
    {
        if (PropertyCall(call) is { } property)
            return Shape.Of(property);
        if (!QueryOperators.IsOperator(call))
            return Shape.Plain;
        Bind(call);
        var source = Of(call.Arguments[0]);
        return call.Method.Name switch
        {
            "Select" => Shape.Sequence(LambdaShape(call, 1)),
            "SelectMany" when call.Arguments.Count == 3 => Shape.Sequence(LambdaShape(call, 2)),
            "SelectMany" => LambdaShape(call, 1),
            "Join" or "LeftJoin" or "RightJoin" or "GroupJoin" => Shape.Sequence(LambdaShape(call, 4)),
            "GroupBy" => OfGroupBy(call, source.Element ?? Shape.Plain),
            "Min" or "Max" when call.Arguments.Count == 2 => LambdaShape(call, 1),
            "Any" or "All" or "Count" or "LongCount" => Shape.Plain,
            _ when QueryOperators.ReturnsElement(call) => source.Element ?? Shape.Plain,
            "Concat" or "Union" or "Intersect" or "Except" => source.Or(Of(call.Arguments[1])),
            _ => source,
        };
    }

    private Shape OfGroupBy(MethodCallExpression call, Shape source)
    {
        var last = QueryOperators.Lambda(call.Arguments[^1]);
        if (last is { Parameters.Count: 2 })
            return Shape.Sequence(Of(last.Body));
        var element = call.Arguments.Count > 2 && QueryOperators.Lambda(call.Arguments[2]) is { } selector ? Of(selector.Body) : source;
        return Shape.Sequence(Shape.Group(LambdaShape(call, 1), element));
    }

    private void BindGroupBy(MethodCallExpression call, Shape source)
    {
        BindLambda(call, 1, source);
        var element = source;
        for (var i = 2; i < call.Arguments.Count; i++)
        {
            if (QueryOperators.Lambda(call.Arguments[i]) is not { } lambda)
                continue;
            if (lambda.Parameters.Count == 2)
            {
                BindLambda(call, i, LambdaShape(call, 1), Shape.Sequence(element));
                continue;
            }

            BindLambda(call, i, source);
            element = Of(lambda.Body);
        }
    }

    private Shape LambdaShape(MethodCallExpression call, int argument) => Of(QueryOperators.Lambda(call.Arguments[argument])?.Body);

    private void BindLambda(MethodCallExpression call, int argument, params ReadOnlySpan<Shape> shapes)
    {
        if (argument >= call.Arguments.Count || QueryOperators.Lambda(call.Arguments[argument]) is not { } lambda)
            return;
        for (var i = 0; i < Math.Min(shapes.Length, lambda.Parameters.Count); i++)
            _parameters[lambda.Parameters[i]] = shapes[i];
    }

    private IProperty? PropertyCall(MethodCallExpression call) =>
        call.Method.DeclaringType == typeof(EF) && call.Method.Name == nameof(EF.Property)
        && call.Arguments[1] is ConstantExpression { Value: string name }
            ? model.FindProperty(call.Arguments[0].Type, name)
            : null;

    private Dictionary<string, Shape> MembersOf(NewExpression creation)
    {
        var members = new Dictionary<string, Shape>(StringComparer.OrdinalIgnoreCase);
        var parameters = creation.Constructor?.GetParameters();
        for (var i = 0; i < creation.Arguments.Count; i++)
        {
            // A class without named members takes its values by parameters of, usually, the same name.
            var name = creation.Members?[i].Name ?? parameters?[i].Name;
            if (name is not null)
                members[name] = Of(creation.Arguments[i]);
        }

        return members;
    }

    private Dictionary<string, Shape> MembersOf(MemberInitExpression initialization)
    {
        var members = MembersOf(initialization.NewExpression);
        foreach (var assignment in initialization.Bindings.OfType<MemberAssignment>())
            members[assignment.Member.Name] = Of(assignment.Expression);
        return members;
    }
}

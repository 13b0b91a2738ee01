using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata;

namespace StrategyEngine.Data.Encryption.Querying;

/// <content>LINQ operators: what runs through their lambdas, and what comes out.</content>
internal sealed partial class EncryptedQueryGuard
{
    private MethodCallExpression VisitOperator(MethodCallExpression node)
    {
        var source = Read(node.Arguments[0]);
        if (source.Shape.TopValue is { } value)
            throw Refuse(value, $"{node.Method.Name}()", InMemory);
        if (QueryOperators.Find(node.Method) is not { Elements: not ElementUse.Unknown } known)
            return VisitUnknownOperator(node, source);
        if (node.Method.Name.StartsWith("ExecuteUpdate", StringComparison.Ordinal))
            return VisitUpdate(node, source);
        if (node.Method.Name == "Contains")
            return VisitContains(node, source);

        var arguments = new Checked[node.Arguments.Count];
        arguments[0] = source;
        for (var i = 1; i < arguments.Length; i++)
            arguments[i] = ReadArgument(node, known, arguments, i);
        var visited = node.Update(null, arguments.Select(argument => argument.Node));
        return Give(visited, known.Elements == ElementUse.Projected ? Projection(node, arguments) : Result(node, known, arguments));
    }

    private Checked ReadArgument(MethodCallExpression node, QueryOperator known, Checked[] arguments, int i)
    {
        var role = QueryOperators.Role(node.Method, i);
        var lambda = QueryOperators.Lambda(node.Arguments[i]);
        if (lambda is not null)
            Bind(node, lambda, arguments, i);
        var (outer, outerLast) = (_projecting, _inLastSelect);
        _projecting &= role != ParameterRole.Computed;
        _inLastSelect = node == _lastSelect && node.Method.Name == "Select";
        var argument = Read(node.Arguments[i]);
        (_projecting, _inLastSelect) = (outer, outerLast);

        // A function that is no expression cannot be looked into.
        var isOpaque = lambda is null && typeof(Delegate).IsAssignableFrom(FunctionType(node.Method.GetParameters()[i].ParameterType));
        var refused = role switch
        {
            ParameterRole.Computed when isOpaque => arguments[0].Shape.Reachable,
            ParameterRole.Projected when isOpaque => arguments[0].Shape.Carried,
            ParameterRole.Projected when lambda is not null => node.Method.Name == "SelectMany" && i == 1 ? argument.Shape.TopValue : null,
            ParameterRole.Projected or ParameterRole.Setting => argument.Shape.Carried ?? (lambda is null ? null : argument.Shape.Reachable),
            ParameterRole.Computed => argument.Shape.Compared,
            ParameterRole.OtherSource => argument.Shape.TopValue ?? (known.Elements == ElementUse.Compared ? argument.Shape.Compared : null),
            ParameterRole.Element => argument.Shape.Carried ?? arguments[0].Shape.Carried,
            _ => argument.Shape.Reachable ?? arguments[0].Shape.Reachable,
        };
        return refused is { } property ? throw Refuse(property, $"{node.Method.Name}()", Alternative(node.Method.Name, property)) : argument;
    }

    private static Type FunctionType(Type parameter) =>
        typeof(LambdaExpression).IsAssignableFrom(parameter) && parameter.IsGenericType ? parameter.GetGenericArguments()[0] : parameter;

    /// <summary>Tells the parameters of a lambda what runs through them.</summary>
    private void Bind(MethodCallExpression node, LambdaExpression lambda, Checked[] arguments, int argument)
    {
        var elements = arguments[0].Shape.Elements;
        ReadOnlySpan<Shape> shapes = node.Method.Name switch
        {
            // Its source is the root of the path; the parameter is the step before.
            "ThenInclude" => [],
            "SelectMany" when argument == 2 => [elements, arguments[1].Shape.Elements],
            "Join" or "LeftJoin" or "RightJoin" when argument == 4 => [elements, arguments[1].Shape.Elements],
            "GroupJoin" when argument == 4 => [elements, Shape.Sequence(arguments[1].Shape.Elements)],
            "Join" or "LeftJoin" or "RightJoin" or "GroupJoin" when argument == 3 => [arguments[1].Shape.Elements],
            "GroupBy" when lambda.Parameters.Count == 2 => [arguments[1].Shape, Shape.Sequence(GroupElement(node, arguments[..argument]))],
            _ => [elements],
        };
        for (var i = 0; i < Math.Min(shapes.Length, lambda.Parameters.Count); i++)
        {
            // What is plain by its origin may still be an entity by its type.
            _parameters[lambda.Parameters[i]] = shapes[i] == Shape.Plain ? _types.Of(lambda.Parameters[i].Type) : shapes[i];
        }
    }

    private Shape Projection(MethodCallExpression node, Checked[] arguments) => node.Method.Name switch
    {
        "Select" => Sequence(arguments[1]),
        "SelectMany" when arguments.Length == 3 => Sequence(arguments[2]),
        "SelectMany" => Shape.Sequence(arguments[1].Shape.Elements),
        "Join" or "LeftJoin" or "RightJoin" or "GroupJoin" => Sequence(arguments[4]),
        _ => QueryOperators.Lambda(node.Arguments[^1]) is { Parameters.Count: 2 } || (arguments.Length > 2 && QueryOperators.Lambda(node.Arguments[^2]) is { Parameters.Count: 2 })
            ? Sequence(arguments.Last(argument => QueryOperators.Lambda(argument.Node) is not null))
            : Shape.Sequence(Shape.Group(arguments[1].Shape, GroupElement(node, arguments))),
    };

    // A function that is no lambda makes elements of which only the type is known.
    private Shape Sequence(Checked selector) =>
        Shape.Sequence(QueryOperators.Lambda(selector.Node) is null ? _types.Of(selector.Node.Type) : selector.Shape);

    private static Shape GroupElement(MethodCallExpression node, Checked[] arguments) =>
        arguments.Length > 2 && QueryOperators.Lambda(node.Arguments[2]) is { Parameters.Count: 1 } ? arguments[2].Shape : arguments[0].Shape.Elements;

    private Shape Result(MethodCallExpression node, QueryOperator known, Checked[] arguments)
    {
        var name = node.Method.Name;
        var elements = arguments[0].Shape.Elements;
        var selects = name is "Min" or "Max" or "Sum" or "Average" && arguments.Length > 1 && QueryOperators.Lambda(node.Arguments[1]) is not null;
        if (known.Elements == ElementUse.Compared && !selects && elements.Compared is { } compared)
            throw Refuse(compared, $"{name}()", Alternative(name, compared));
        if (name.EndsWith("OrDefault", StringComparison.Ordinal) && _lambdas > 0 || name == "DefaultIfEmpty")
            DemandNullable(node, elements);
        if (known.Result == OperatorResult.Scalar || selects)
            return Shape.Plain;
        if (known.Result == OperatorResult.Element)
            return elements == Shape.Plain ? _types.Of(node.Type) : elements;
        if (arguments.Length == 1 || QueryOperators.Role(node.Method, 1) != ParameterRole.OtherSource)
            return arguments[0].Shape == Shape.Plain ? _types.Of(node.Type) : arguments[0].Shape;

        // Rows of both sources are read by the converter of the first.
        var others = arguments[1].Shape.Elements;
        return (elements.Carried ?? others.Carried) is { } carried && !elements.Matches(others)
            ? throw Refuse(carried, $"{name}() with values of another column", "Run the two queries one by one and put their results together.")
            : Shape.Sequence(Shape.Any([elements, others]));
    }

    // The default of a type without null is a constant in the SQL, which would be sealed under the key of the day and kept with the query.
    private static void DemandNullable(MethodCallExpression node, Shape elements)
    {
        if (elements.TopValue is { } property && node.Method.GetGenericArguments() is [{ IsValueType: true } type] && Nullable.GetUnderlyingType(type) is null)
            throw Refuse(property, $"{node.Method.Name}()", $"Select it as a nullable value before: ({type.Name}?)x.{property.Name}.");
    }

    private MethodCallExpression VisitContains(MethodCallExpression node, Checked source)
    {
        var item = Read(node.Arguments[1]);
        if (item.Shape.TopValue is not null && source.Shape.Carried is null && (node.Arguments.Count == 2 || IsNull(node.Arguments[2])))
        {
            var (items, index) = Membership(source.Node, item);
            return Give(node.Update(null, [items, index, .. node.Arguments.Skip(2)]), Shape.Plain);
        }

        if ((item.Shape.Compared ?? source.Shape.Elements.Compared) is { } property)
            throw Refuse(property, "Contains()", InMemory);
        return Give(node.Update(null, [source.Node, item.Node, .. node.Arguments.Skip(2)]), Shape.Plain);
    }

    private MethodCallExpression VisitUnknownOperator(MethodCallExpression node, Checked source)
    {
        if (source.Shape.Reachable is { } element)
            throw Refuse(element, $"{node.Method.Name}()", InMemory);
        List<Expression> arguments = [source.Node];
        foreach (var argument in node.Arguments.Skip(1).Select(Read))
        {
            if (argument.Shape.Reachable is { } property)
                throw Refuse(property, $"{node.Method.Name}()", InMemory);
            arguments.Add(argument.Node);
        }

        return Give(node.Update(null, arguments), _types.Of(node.Type));
    }

    private static string Alternative(string operation, IProperty property) => operation switch
    {
        _ when IsSecret(property) => RevealAfterLoading,
        "Join" or "LeftJoin" or "RightJoin" or "GroupJoin" => "Join on a property that is not encrypted.",
        "GroupBy" => "Group by a property that is not encrypted, or group in memory.",
        "IsNullOrEmpty" or "IsNullOrWhiteSpace" => "Test for null with == null; whether a text is empty is only known after loading.",
        "GetValueOrDefault" => "Project the property itself and apply GetValueOrDefault() to the result.",
        _ => InMemory,
    };
}

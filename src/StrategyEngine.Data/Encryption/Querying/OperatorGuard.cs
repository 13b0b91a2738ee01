using System.Linq.Expressions;

using StrategyEngine.Data.Encryption.Querying.Operators;

namespace StrategyEngine.Data.Encryption.Querying;

/// <summary>
/// Lets encrypted values run through a LINQ operator that only hands them on or makes parts of a result of them, and tells what comes out.
/// An operator that compares them or computes with them, and one that is not known, is refused.
/// </summary>
internal sealed class OperatorGuard(QueryScope scope, Func<Expression, Checked> read, EqualityGuard equality, UpdateGuard updates)
{
    public Checked Check(MethodCallExpression node)
    {
        var source = read(node.Arguments[0]);
        if (source.Shape.TopValue is { } value)
            throw Refusal.Of(value, $"{node.Method.Name}()", Refusal.InMemory);
        if (QueryOperators.Find(node.Method) is not { Elements: not ElementUse.Unknown } known)
            return CheckUnknown(node, source);
        if (node.Method.Name.StartsWith("ExecuteUpdate", StringComparison.Ordinal))
            return updates.Check(node, source);
        if (node.Method.Name == "Contains")
            return CheckContains(node, source);

        var arguments = new Checked[node.Arguments.Count];
        arguments[0] = source;
        for (var i = 1; i < arguments.Length; i++)
            arguments[i] = ReadArgument(node, known, arguments, i);
        var visited = node.Update(null, arguments.Select(argument => argument.Node));
        return new Checked(visited, known.Elements == ElementUse.Projected ? Projection(node, arguments) : Result(node, known, arguments));
    }

    private Checked ReadArgument(MethodCallExpression node, QueryOperator known, Checked[] arguments, int i)
    {
        var role = QueryOperators.Role(node.Method, i);
        var lambda = QueryOperators.Lambda(node.Arguments[i]);
        if (lambda is not null)
            Bind(node, lambda, arguments, i);
        var (outer, outerLast) = (scope.IsProjecting, scope.InLastSelect);
        scope.IsProjecting &= role != ParameterRole.Computed;
        scope.InLastSelect = node == scope.LastSelect && node.Method.Name == "Select";
        var argument = read(node.Arguments[i]);
        (scope.IsProjecting, scope.InLastSelect) = (outer, outerLast);

        // A function that is no expression cannot be looked into.
        var isOpaque = lambda is null && typeof(Delegate).IsAssignableFrom(FunctionType(node.Method.GetParameters()[i].ParameterType));
        var refused = role switch
        {
            ParameterRole.Computed when isOpaque => arguments[0].Shape.Reachable,
            ParameterRole.Projected when isOpaque => arguments[0].Shape.Carried,
            ParameterRole.Projected when lambda is not null => node.Method.Name == "SelectMany" && i == 1 ? argument.Shape.TopValue : null,
            ParameterRole.Projected or ParameterRole.Setting =>
                argument.Shape.Carried ?? (lambda is null ? null : argument.Shape.Reachable),
            ParameterRole.Computed => argument.Shape.Compared,
            ParameterRole.OtherSource =>
                argument.Shape.TopValue ?? (known.Elements == ElementUse.Compared ? argument.Shape.Compared : null),
            ParameterRole.Element => argument.Shape.Carried ?? arguments[0].Shape.Carried,
            _ => argument.Shape.Reachable ?? arguments[0].Shape.Reachable,
        };
        return refused is { } property ? throw Refusal.OfCall(property, node.Method.Name) : argument;
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
            "GroupBy" when lambda.Parameters.Count == 2 =>
                [arguments[1].Shape, Shape.Sequence(GroupElement(node, arguments[..argument]))],
            _ => [elements],
        };
        for (var i = 0; i < Math.Min(shapes.Length, lambda.Parameters.Count); i++)
        {
            // What is plain by its origin may still be an entity by its type.
            scope.Bind(lambda.Parameters[i], shapes[i] == Shape.Plain ? scope.Types.Of(lambda.Parameters[i].Type) : shapes[i]);
        }
    }

    private Shape Projection(MethodCallExpression node, Checked[] arguments) => node.Method.Name switch
    {
        "Select" => Sequence(arguments[1]),
        "SelectMany" when arguments.Length == 3 => Sequence(arguments[2]),
        "SelectMany" => Shape.Sequence(arguments[1].Shape.Elements),
        "Join" or "LeftJoin" or "RightJoin" or "GroupJoin" => Sequence(arguments[4]),
        _ => HasGroupResult(node)
            ? Sequence(arguments.Last(argument => QueryOperators.Lambda(argument.Node) is not null))
            : Shape.Sequence(Shape.Group(arguments[1].Shape, GroupElement(node, arguments))),
    };

    // A comparer may follow the lambda that makes a result of each group.
    private static bool HasGroupResult(MethodCallExpression node) =>
        QueryOperators.Lambda(node.Arguments[^1]) is { Parameters.Count: 2 }
        || (node.Arguments.Count > 2 && QueryOperators.Lambda(node.Arguments[^2]) is { Parameters.Count: 2 });

    // A function that is no lambda makes elements of which only the type is known.
    private Shape Sequence(Checked selector) =>
        Shape.Sequence(QueryOperators.Lambda(selector.Node) is null ? scope.Types.Of(selector.Node.Type) : selector.Shape);

    private static Shape GroupElement(MethodCallExpression node, Checked[] arguments) =>
        arguments.Length > 2 && QueryOperators.Lambda(node.Arguments[2]) is { Parameters.Count: 1 }
            ? arguments[2].Shape
            : arguments[0].Shape.Elements;

    private Shape Result(MethodCallExpression node, QueryOperator known, Checked[] arguments)
    {
        var name = node.Method.Name;
        var elements = arguments[0].Shape.Elements;
        var selects = name is "Min" or "Max" or "Sum" or "Average"
            && arguments.Length > 1
            && QueryOperators.Lambda(node.Arguments[1]) is not null;
        if (known.Elements == ElementUse.Compared && !selects && elements.Compared is { } compared)
            throw Refusal.OfCall(compared, name);
        if ((name.EndsWith("OrDefault", StringComparison.Ordinal) && scope.Lambdas > 0) || name == "DefaultIfEmpty")
            DemandNullable(node, elements);
        if (known.Result == OperatorResult.Scalar || selects)
            return Shape.Plain;
        if (known.Result == OperatorResult.Element)
            return elements == Shape.Plain ? scope.Types.Of(node.Type) : elements;
        if (arguments.Length == 1 || QueryOperators.Role(node.Method, 1) != ParameterRole.OtherSource)
            return arguments[0].Shape == Shape.Plain ? scope.Types.Of(node.Type) : arguments[0].Shape;

        // Rows of both sources are read by the converter of the first.
        var others = arguments[1].Shape.Elements;
        return (elements.Carried ?? others.Carried) is { } carried && !elements.Matches(others)
            ? throw Refusal.Of(
                carried, $"{name}() with values of another column", "Run the two queries one by one and put their results together.")
            : Shape.Sequence(Shape.Any([elements, others]));
    }

    // The default of a type without null is a constant in the SQL, which would be sealed under the key of the day and kept with the query.
    private static void DemandNullable(MethodCallExpression node, Shape elements)
    {
        if (elements.TopValue is { } property
            && node.Method.GetGenericArguments() is [{ IsValueType: true } type]
            && Nullable.GetUnderlyingType(type) is null)
        {
            throw Refusal.Of(
                property, $"{node.Method.Name}()", $"Select it as a nullable value before: ({type.Name}?)x.{property.Name}.");
        }
    }

    private Checked CheckContains(MethodCallExpression node, Checked source)
    {
        var item = read(node.Arguments[1]);
        if (item.Shape.TopValue is not null
            && source.Shape.Carried is null
            && (node.Arguments.Count == 2 || NullTest.IsNull(node.Arguments[2])))
        {
            var (items, index) = equality.Membership(source.Node, item);
            return new Checked(node.Update(null, [items, index, .. node.Arguments.Skip(2)]), Shape.Plain);
        }

        if ((item.Shape.Compared ?? source.Shape.Elements.Compared) is { } property)
            throw Refusal.Of(property, "Contains()", Refusal.InMemory);
        return new Checked(node.Update(null, [source.Node, item.Node, .. node.Arguments.Skip(2)]), Shape.Plain);
    }

    private Checked CheckUnknown(MethodCallExpression node, Checked source)
    {
        if (source.Shape.Reachable is { } element)
            throw Refusal.Of(element, $"{node.Method.Name}()", Refusal.InMemory);
        List<Expression> arguments = [source.Node];
        foreach (var argument in node.Arguments.Skip(1).Select(read))
        {
            if (argument.Shape.Reachable is { } property)
                throw Refusal.Of(property, $"{node.Method.Name}()", Refusal.InMemory);
            arguments.Add(argument.Node);
        }

        return new Checked(node.Update(null, arguments), scope.Types.Of(node.Type));
    }
}

using System.Linq.Expressions;

namespace StrategyEngine.Data.Encryption.Querying;

/// <summary>
/// Tells what a member of a result holds, and whose property it is. A member of an encrypted value itself, and one whose name is only known
/// when the query runs, is refused.
/// </summary>
internal sealed class MemberGuard(QueryScope scope, Func<Expression, Checked> read)
{
    /// <summary>Checks a field or property.</summary>
    public Checked Check(MemberExpression node)
    {
        if (node.Expression is not { } owner)
            return new Checked(node, scope.Types.Of(node.Type));
        var instance = read(owner);
        var visited = node.Update(instance.Node);
        var name = node.Member.Name;
        if (Nullable.GetUnderlyingType(owner.Type) is not null && name is "Value" or "HasValue")
            return new Checked(visited, name == "Value" ? instance.Shape : Shape.Plain);
        if (instance.Shape.TopValue is { } property)
            throw Refusal.OfMember(property, name);
        return Give(visited, instance, owner.Type, name);
    }

    /// <summary>Checks a member that is read by its name: EF.Property, or an indexer.</summary>
    public Checked CheckNamed(MethodCallExpression node, Expression owner, Expression name)
    {
        var instance = read(owner);
        var visited = node.Object is null ? node.Update(null, [instance.Node, name]) : node.Update(instance.Node, [name]);
        if (name is ConstantExpression { Value: string constant })
        {
            // Whose property it is was lost on the way: what has the name of a blind index counts as one.
            return instance.Shape == Shape.Plain && EncryptedMember.FindIndexed(scope.Model, constant) is { } indexed
                ? new Checked(visited, Shape.OfIndex(indexed))
                : Give(visited, instance, Unconverted(owner).Type, constant);
        }

        return instance.Shape.Reachable is { } property
            ? throw Refusal.Of(property, $"{node.Method.Name}()", "Name the property by a constant.")
            : new Checked(visited, scope.Types.Of(node.Type));
    }

    // EF.Property takes an object, and the compiler converts to it.
    private static Expression Unconverted(Expression expression) =>
        expression is UnaryExpression { NodeType: ExpressionType.Convert } convert && convert.Type == typeof(object)
            ? convert.Operand
            : expression;

    private Checked Give(Expression visited, Checked instance, Type instanceType, string name)
    {
        var shape = ShapeOf(instance.Shape, instanceType, name, visited.Type);
        if (shape is { Alternatives: not null, TopValue: { } either })
            throw Refusal.Of(either, "a choice between properties", "Project the properties themselves and choose afterwards.");
        if (shape.Value is not null && instance.Shape is { Members: null, Element: null })
            scope.NoteOwner(visited, instance.Node);
        return new Checked(visited, shape);
    }

    private Shape ShapeOf(Shape instance, Type instanceType, string name, Type type)
    {
        if (instance.Alternatives is { } alternatives)
            return Shape.Any(alternatives.Select(alternative => ShapeOf(alternative, instanceType, name, type)));
        if (instance.Structure is { } structure)
            return EncryptedMember.Find(structure, instanceType, name) ?? scope.Types.Of(type);
        if (instance.Members is { } members)
        {
            return members.TryGetValue(name, out var member) ? member
                : instance.Carried is null ? Shape.Any([scope.Types.Of(type), instance.Rest!])
                : Shape.Any(members.Values.Append(instance.Rest!));
        }

        if (instance.Element is null)
            return instance.Key is { } loneKey && name == "Key" ? loneKey : scope.Types.Of(type);
        if (instance.Key is { } key && name == "Key")
            return key;
        return name is "Count" or "Length" || instance.Carried is not { } property
            ? scope.Types.Of(type)
            : throw Refusal.Of(property, $".{name}", Refusal.InMemory);
    }
}

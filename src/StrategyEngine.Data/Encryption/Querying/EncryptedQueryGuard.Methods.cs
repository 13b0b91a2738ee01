using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.Encryption.Querying;

/// <content>Methods that are no LINQ operators.</content>
internal sealed partial class EncryptedQueryGuard
{
    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        if (QueryOperators.IsOperator(node))
            return VisitOperator(node);
        if (node.Method.DeclaringType == typeof(EF) && node.Method.Name == nameof(EF.Property))
            return VisitNamedMember(node, node.Arguments[0], node.Arguments[1]);
        if (node is { Object: { } indexed, Method.Name: "get_Item", Arguments: [{ Type: var type } key] } && type == typeof(string) && Read(indexed).Shape is { TopValue: null, Element: null, Reachable: not null })
            return VisitNamedMember(node, indexed, key);

        var instance = node.Object is { } target ? Read(target) : (Checked?)null;
        var arguments = node.Arguments.Select(Read).ToList();
        var operands = instance is { } first ? arguments.Prepend(first).ToList() : arguments;
        if (operands.Select(operand => operand.Shape.Compared).FirstOrDefault(found => found is not null) is { } compared && IsEquality(node))
        {
            var (left, right) = (operands[0], operands[1]);
            if (IsNull(left.Node) || IsNull(right.Node))
                return GiveNullTest(ExpressionType.Equal, IsNull(right.Node) ? left.Node : right.Node);
            return GiveEquality(ExpressionType.Equal, left, right);
        }

        if (operands.Select(operand => operand.Shape.Carried).FirstOrDefault(found => found is not null) is { } property)
        {
            if (MembershipOperands(node, operands) is { } membership && membership.Items.Shape.Carried is null && membership.Item.Shape.TopValue is not null)
            {
                var (items, item) = Membership(membership.Items.Node, membership.Item);
                return Give(instance is null ? node.Update(null, [items, item, .. node.Arguments.Skip(2)]) : node.Update(items, [item]), Shape.Plain);
            }

            return RunsInProgram(node.Method) && operands.TrueForAll(operand => operand.Shape.Carried is null || operand.Shape.Value is not null)
                ? Give(node.Update(instance?.Node, arguments.Select(InTheClear)), _types.Of(node.Type))
                : throw Refuse(property, $"{node.Method.Name}()", Alternative(node.Method.Name, property));
        }

        // In a projection the program itself calls what the database cannot; elsewhere an entity is only compared by its key.
        var isMembership = node.Method.Name == "Contains";
        var reached = operands
            .Select(operand => isMembership || IsEquality(node) ? operand.Shape.Compared : _projecting || node.Method.Name == nameof(GetType) ? null : operand.Shape.Reachable)
            .FirstOrDefault(found => found is not null);
        if (reached is not null)
            throw Refuse(reached, $"{node.Method.Name}()", InMemory);
        var visited = node.Update(instance?.Node, arguments.Select(argument => argument.Node));
        var passesOn = IsParameterHint(node) || node.Method.Name == "op_Implicit";
        return Give(visited, passesOn ? operands[0].Shape : _types.Of(node.Type));
    }

    /// <summary>Whether a method is one of the program's own, called in the last projection of the query, and unknown to the database.</summary>
    private bool RunsInProgram(MethodInfo method) =>
        _inLastSelect
        && method is { IsStatic: true, DeclaringType: { } declaring }
        && !IsWithin(declaring.Namespace, "System")
        && !IsWithin(declaring.Namespace, "Microsoft")
        && _model.GetDbFunctions().All(function => function.MethodInfo?.Name != method.Name);

    private static bool IsWithin(string? space, string root) =>
        space is not null && space.StartsWith(root, StringComparison.Ordinal) && (space.Length == root.Length || space[root.Length] == '.');

    private static Expression InTheClear(Checked argument) =>
        argument.Shape.Value is null ? argument.Node : Expression.Call(typeof(InProgram), nameof(InProgram.Value), [argument.Node.Type], argument.Node);

    /// <summary>A member that is read by its name: EF.Property, or an indexer.</summary>
    private Expression VisitNamedMember(MethodCallExpression node, Expression owner, Expression name)
    {
        var instance = Read(owner);
        var visited = node.Object is null ? node.Update(null, [instance.Node, name]) : node.Update(instance.Node, [name]);
        if (name is ConstantExpression { Value: string constant })
            return GiveMember(visited, instance, Unconverted(owner).Type, constant);
        return instance.Shape.Reachable is { } property
            ? throw Refuse(property, $"{node.Method.Name}()", "Name the property by a constant.")
            : Give(visited, _types.Of(node.Type));
    }

    // EF.Property takes an object, and the compiler converts to it.
    private static Expression Unconverted(Expression expression) =>
        expression is UnaryExpression { NodeType: ExpressionType.Convert } convert && convert.Type == typeof(object) ? convert.Operand : expression;

    private static bool IsEquality(MethodCallExpression node) => node.Method.Name switch
    {
        nameof(Equals) => node.Arguments.Count == (node.Object is null ? 2 : 1),
        nameof(ReferenceEquals) => node.Method.DeclaringType == typeof(object),
        _ => false,
    };

    private static (Checked Items, Checked Item)? MembershipOperands(MethodCallExpression node, List<Checked> operands) => node switch
    {
        { Method.Name: not "Contains" } => null,
        { Object: { } items, Arguments.Count: 1 } when items.Type != typeof(string) && typeof(IEnumerable<string>).IsAssignableFrom(items.Type) => (operands[0], operands[1]),
        { Object: null, Arguments.Count: 2 } when node.Method.DeclaringType == typeof(MemoryExtensions) => (operands[0], operands[1]),
        { Object: null, Arguments: [_, _, var comparer] } when node.Method.DeclaringType == typeof(MemoryExtensions) && IsNull(comparer) => (operands[0], operands[1]),
        _ => null,
    };
}

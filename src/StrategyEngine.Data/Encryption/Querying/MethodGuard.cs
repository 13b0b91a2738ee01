using System.Linq.Expressions;
using System.Reflection;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace StrategyEngine.Data.Encryption.Querying;

/// <summary>
/// Lets encrypted values into a method that is no LINQ operator only where it tests equality or membership, or where it is the program's
/// own and runs there on the decrypted value.
/// </summary>
internal sealed class MethodGuard(QueryScope scope, Func<Expression, Checked> read, MemberGuard members, EqualityGuard equality)
{
    public Checked Check(MethodCallExpression node)
    {
        if (node.Method.DeclaringType == typeof(EF) && node.Method.Name == nameof(EF.Property))
            return members.CheckNamed(node, node.Arguments[0], node.Arguments[1]);
        if (node is { Object: { } indexed, Method.Name: "get_Item", Arguments: [{ Type: var type } key] } && type == typeof(string)
            && read(indexed).Shape is { TopValue: null, Element: null, Reachable: not null })
        {
            return members.CheckNamed(node, indexed, key);
        }

        var instance = node.Object is { } target ? read(target) : (Checked?)null;
        var arguments = node.Arguments.Select(read).ToList();
        var operands = instance is { } first ? arguments.Prepend(first).ToList() : arguments;
        if (IsEquality(node) && First(operands, static shape => shape.Compared) is not null)
        {
            var (left, right) = (operands[0], operands[1]);
            if (NullTest.IsNull(left.Node) || NullTest.IsNull(right.Node))
                return NullTest.Of(ExpressionType.Equal, NullTest.IsNull(right.Node) ? left.Node : right.Node);
            return equality.Compare(ExpressionType.Equal, left, right);
        }

        return First(operands, static shape => shape.Carried) is { } property
            ? CheckCarrying(node, instance, arguments, operands, property)
            : CheckFree(node, instance, arguments, operands);
    }

    /// <summary>A call that is given an encrypted value.</summary>
    private Checked CheckCarrying(
        MethodCallExpression node, Checked? instance, List<Checked> arguments, List<Checked> operands, IProperty property)
    {
        if (MembershipOperands(node, operands) is { } membership
            && membership.Items.Shape.Carried is null
            && membership.Item.Shape.TopValue is not null)
        {
            var (items, item) = equality.Membership(membership.Items.Node, membership.Item);
            var visited = instance is null ? node.Update(null, [items, item, .. node.Arguments.Skip(2)]) : node.Update(items, [item]);
            return new Checked(visited, Shape.Plain);
        }

        var areWhole = operands.TrueForAll(operand => operand.Shape.Carried is null || operand.Shape.Value is not null);
        return areWhole && RunsInProgram(node.Method)
            ? new Checked(node.Update(instance?.Node, arguments.Select(InTheClear)), scope.Types.Of(node.Type))
            : throw Refusal.OfCall(property, node.Method.Name);
    }

    /// <summary>A call that is given no encrypted value, but perhaps an entity that holds one.</summary>
    private Checked CheckFree(MethodCallExpression node, Checked? instance, List<Checked> arguments, List<Checked> operands)
    {
        // In a projection the program itself calls what the database cannot; elsewhere an entity is only compared by its key.
        var reached = node.Method.Name == "Contains" || IsEquality(node) ? First(operands, static shape => shape.Compared)
            : scope.IsProjecting || node.Method.Name == nameof(GetType) ? null
            : First(operands, static shape => shape.Reachable);
        if (reached is not null)
            throw Refusal.Of(reached, $"{node.Method.Name}()", Refusal.InMemory);
        var visited = node.Update(instance?.Node, arguments.Select(argument => argument.Node));
        return new Checked(visited, KnownValue.PassesOn(node) ? operands[0].Shape : scope.Types.Of(node.Type));
    }

    /// <summary>
    /// Whether a method is one of the program's own, called in the last projection of the query, and unknown to the database.
    /// </summary>
    private bool RunsInProgram(MethodInfo method) =>
        scope.InLastSelect
        && method is { IsStatic: true, DeclaringType: { } declaring }
        && !IsWithin(declaring.Namespace, "System")
        && !IsWithin(declaring.Namespace, "Microsoft")
        && scope.Model.GetDbFunctions().All(function => function.MethodInfo?.Name != method.Name);

    private static bool IsWithin(string? space, string root) =>
        space is not null && space.StartsWith(root, StringComparison.Ordinal) && (space.Length == root.Length || space[root.Length] == '.');

    private static Expression InTheClear(Checked argument) => argument.Shape.Value is null
        ? argument.Node
        : Expression.Call(typeof(InProgram), nameof(InProgram.Value), [argument.Node.Type], argument.Node);

    private static IProperty? First(List<Checked> operands, Func<Shape, IProperty?> property) =>
        operands.Select(operand => property(operand.Shape)).FirstOrDefault(found => found is not null);

    private static bool IsEquality(MethodCallExpression node) => node.Method.Name switch
    {
        nameof(Equals) => node.Arguments.Count == (node.Object is null ? 2 : 1),
        nameof(ReferenceEquals) => node.Method.DeclaringType == typeof(object),
        _ => false,
    };

    private static (Checked Items, Checked Item)? MembershipOperands(MethodCallExpression node, List<Checked> operands) => node switch
    {
        { Method.Name: not "Contains" } => null,
        { Object: { } items, Arguments.Count: 1 }
            when items.Type != typeof(string) && typeof(IEnumerable<string>).IsAssignableFrom(items.Type) => (operands[0], operands[1]),
        { Object: null, Arguments.Count: 2 }
            when node.Method.DeclaringType == typeof(MemoryExtensions) => (operands[0], operands[1]),
        { Object: null, Arguments: [_, _, var comparer] }
            when node.Method.DeclaringType == typeof(MemoryExtensions) && NullTest.IsNull(comparer) => (operands[0], operands[1]),
        _ => null,
    };
}

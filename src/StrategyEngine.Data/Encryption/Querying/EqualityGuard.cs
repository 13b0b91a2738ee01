using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

using StrategyEngine.Data.Encryption.Mapping;

namespace StrategyEngine.Data.Encryption.Querying;

/// <summary>
/// Answers equality and membership by the blind index alone, and null tests by the column; any other equality is refused.
/// </summary>
internal sealed class EqualityGuard(QueryScope scope, Func<Expression, Checked> read)
{
    /// <summary>Checks <c>==</c> or <c>!=</c>.</summary>
    public Checked Check(BinaryExpression node)
    {
        if (NullTest.IsNull(node.Right) || NullTest.IsNull(node.Left))
            return CheckNullTest(node, NullTest.IsNull(node.Right) ? node.Left : node.Right);
        var left = read(node.Left);
        var right = read(node.Right);
        if ((left.Shape.Compared ?? right.Shape.Compared) is null)
            return new Checked(node.Update(left.Node, node.Conversion, right.Node), Shape.Plain);
        return Compare(node.NodeType, left, right);
    }

    /// <summary>Compares two results of which one at least holds encrypted values.</summary>
    public Checked Compare(ExpressionType equality, Checked left, Checked right)
    {
        if (left.Shape.TopValue is { } leftValue && right.Shape.TopValue is { } rightValue)
        {
            return leftValue == rightValue
                ? Equality(equality, Index(left, "equality"), Index(right, "equality"))
                : throw Refusal.Of(leftValue, "a comparison with another encrypted property", Refusal.InMemory);
        }

        var (value, other) = left.Shape.TopValue is not null ? (left, right) : (right, left);
        if (value.Shape.TopValue is not { } property)
        {
            throw Refusal.Of(
                (left.Shape.Compared ?? right.Shape.Compared)!, "equality of composite values", "Compare the properties one by one.");
        }

        var index = Index(value, "equality");
        return Equality(equality, index, KnownValue.Demand(other.Node, property));
    }

    /// <summary>The blind index in place of a property that is looked for among known values.</summary>
    public (Expression Items, Expression Item) Membership(Expression items, Checked item)
    {
        var index = Index(item, "Contains()");
        return (KnownValue.DemandItems(items, item.Shape.TopValue!), index);
    }

    private static Checked Equality(ExpressionType equality, Expression left, Expression right) =>
        new(Expression.MakeBinary(equality, left, right), Shape.Plain);

    private Checked CheckNullTest(BinaryExpression node, Expression operand)
    {
        // For a nullable enum or small number, the compiler converts before it compares; the database need not.
        var bare = operand;
        while (bare is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked, Method: null } convert
            && convert.Operand.Type.IsValueType)
        {
            bare = convert.Operand;
        }

        if (bare != operand)
        {
            var value = read(bare);
            if (value.Shape.TopValue is not null)
                return NullTest.Of(node.NodeType, value.Node);
        }

        var tested = read(operand).Node;
        var visited = operand == node.Left
            ? node.Update(tested, node.Conversion, node.Right)
            : node.Update(node.Left, node.Conversion, tested);
        return new Checked(visited, Shape.Plain);
    }

    private MethodCallExpression Index(Checked value, string operation)
    {
        var property = value.Shape.TopValue!;
        if (EncryptedProperties.FindIndex(property) is not { } index)
        {
            throw Refusal.Of(property, operation, property.ClrType == typeof(string) && property.DeclaringType is IEntityType
                ? "Add [BlindIndex] to the property, or load the rows first and compare in memory."
                : Refusal.InMemory);
        }

        if (scope.OwnerOf(value.Node) is not { } owner)
        {
            throw Refusal.Of(
                property, $"{operation} after a projection", "Compare the property of the entity itself, before it is projected.");
        }

        scope.Indexed = property;
        while (owner is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.TypeAs } convert
            && property.DeclaringType.ClrType.IsAssignableFrom(convert.Operand.Type))
        {
            owner = convert.Operand;
        }

        return Expression.Call(typeof(EF), nameof(EF.Property), [typeof(string)], owner, Expression.Constant(index.Name));
    }
}

using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using StrategyEngine.Data.Encryption.Mapping;

namespace StrategyEngine.Data.Encryption.Querying;

/// <content>Null tests, and equality and membership by the blind index.</content>
internal sealed partial class EncryptedQueryGuard
{
    private const string KnownValue = "Compare it with a value that the program knows before the query runs, held in a variable of type string.";

    private BinaryExpression VisitEquality(BinaryExpression node)
    {
        if (IsNull(node.Right) || IsNull(node.Left))
            return VisitNullTest(node, IsNull(node.Right) ? node.Left : node.Right);
        var left = Read(node.Left);
        var right = Read(node.Right);
        if ((left.Shape.Compared ?? right.Shape.Compared) is null)
            return Give(node.Update(left.Node, node.Conversion, right.Node), Shape.Plain);
        return GiveEquality(node.NodeType, left, right);
    }

    private BinaryExpression VisitNullTest(BinaryExpression node, Expression operand)
    {
        // For a nullable enum or small number, the compiler converts before it compares; the database need not.
        var bare = operand;
        while (bare is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked, Method: null } convert && convert.Operand.Type.IsValueType)
            bare = convert.Operand;
        if (bare != operand)
        {
            var value = Read(bare);
            if (value.Shape.TopValue is not null)
                return GiveNullTest(node.NodeType, value.Node);
        }

        var tested = Read(operand);
        return Give(operand == node.Left ? node.Update(tested.Node, node.Conversion, node.Right) : node.Update(node.Left, node.Conversion, tested.Node), Shape.Plain);
    }

    private BinaryExpression GiveNullTest(ExpressionType equality, Expression value)
    {
        if (value.Type.IsValueType && Nullable.GetUnderlyingType(value.Type) is null)
            value = Expression.Convert(value, typeof(Nullable<>).MakeGenericType(value.Type));
        return Give(Expression.MakeBinary(equality, value, Expression.Constant(null, value.Type)), Shape.Plain);
    }

    private BinaryExpression GiveEquality(ExpressionType equality, Checked left, Checked right)
    {
        if (left.Shape.TopValue is { } leftValue && right.Shape.TopValue is { } rightValue)
        {
            return leftValue == rightValue
                ? Give(Expression.MakeBinary(equality, Index(left, "equality"), Index(right, "equality")), Shape.Plain)
                : throw Refuse(leftValue, "a comparison with another encrypted property", InMemory);
        }

        var (read, other) = left.Shape.TopValue is not null ? (left, right) : (right, left);
        if (read.Shape.TopValue is not { } property)
            throw Refuse((left.Shape.Compared ?? right.Shape.Compared)!, "equality of composite values", "Compare the properties one by one.");
        var index = Index(read, "equality");
        return Give(Expression.MakeBinary(equality, index, Known(other.Node, property)), Shape.Plain);
    }

    /// <summary>The blind index in place of a property that is looked for among known values.</summary>
    private (Expression Items, Expression Item) Membership(Expression items, Checked item)
    {
        var index = Index(item, "Contains()");
        return (KnownItems(items, item.Shape.TopValue!), index);
    }

    private MethodCallExpression Index(Checked read, string operation)
    {
        var property = read.Shape.TopValue!;
        if (EncryptedProperties.FindIndex(property) is not { } index)
        {
            throw Refuse(property, operation, property.ClrType == typeof(string) && property.DeclaringType is IEntityType
                ? "Add [BlindIndex] to the property, or load the rows first and compare in memory."
                : InMemory);
        }

        if (!_reads.TryGetValue(read.Node, out var instance))
            throw Refuse(property, $"{operation} after a projection", "Compare the property of the entity itself, before it is projected.");
        _indexed = property;
        while (instance is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.TypeAs } convert
            && property.DeclaringType.ClrType.IsAssignableFrom(convert.Operand.Type))
        {
            instance = convert.Operand;
        }

        return Expression.Call(typeof(EF), nameof(EF.Property), [typeof(string)], instance, Expression.Constant(index.Name));
    }

    /// <summary>A value that is known before the query runs, so that it passes the converter of the index.</summary>
    private static Expression Known(Expression expression, IProperty property) => expression switch
    {
        // The token, so that the constant does not show where Entity Framework prints the query.
        ConstantExpression { Value: string value } => Expression.Constant(Token(property, value), typeof(string)),
        ConstantExpression { Value: null } => Expression.Constant(null, typeof(string)),
        QueryParameterExpression when expression.Type == typeof(string) => expression,
        UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.TypeAs } convert => Known(convert.Operand, property),
        MethodCallExpression call when IsParameterHint(call) => call.Update(null, [Known(call.Arguments[0], property)]),
        _ => throw Refuse(property, "a comparison with a value of the database", KnownValue),
    };

    private static Expression KnownItems(Expression expression, IProperty property)
    {
        switch (expression)
        {
            case ConstantExpression { Value: IEnumerable<string?> values } constant:
                var tokens = values.Select(value => value is null ? null : Token(property, value)).ToArray();
                return constant.Type.IsAssignableFrom(typeof(string[])) ? Expression.Constant(tokens, constant.Type)
                    : constant.Type.IsAssignableFrom(typeof(List<string>)) ? Expression.Constant(tokens.ToList(), constant.Type)
                    : constant;
            case QueryParameterExpression when typeof(IEnumerable<string>).IsAssignableFrom(expression.Type):
                return expression;
            case NewArrayExpression { NodeType: ExpressionType.NewArrayInit } array when array.Type == typeof(string[]):
                return array.Update(array.Expressions.Select(item => Known(item, property)));
            case ListInitExpression list when list.Initializers.All(item => item.Arguments.Count == 1) && typeof(IEnumerable<string>).IsAssignableFrom(list.Type):
                return list.Update(list.NewExpression, list.Initializers.Select(item => item.Update([Known(item.Arguments[0], property)])));
            case UnaryExpression { NodeType: ExpressionType.Convert } convert:
                return convert.Update(KnownItems(convert.Operand, property));
            case MethodCallExpression call when call.Method.Name == "op_Implicit" || IsParameterHint(call):
                return call.Update(null, [KnownItems(call.Arguments[0], property)]);
            default:
                throw Refuse(property, "Contains() on values of the database", "Look for it among values that the program knows before the query runs, held in a list or array of strings.");
        }
    }

    private static string Token(IProperty property, string value) => EncryptedProperties.Index(EncryptedProperties.FindIndex(property)!)!.ConstantTokenOf(value);

    private static bool IsParameterHint(MethodCallExpression call) =>
        call.Method.DeclaringType == typeof(EF) && call.Method.Name is "Constant" or "Parameter" or "MultipleParameters" && call.Arguments.Count == 1;
}

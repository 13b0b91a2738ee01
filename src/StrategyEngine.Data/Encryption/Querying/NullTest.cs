using System.Linq.Expressions;

namespace StrategyEngine.Data.Encryption.Querying;

/// <summary>A comparison with null, which every encrypted column answers: NULL is stored in the clear.</summary>
internal static class NullTest
{
    public static Checked Of(ExpressionType equality, Expression value)
    {
        if (value.Type.IsValueType && Nullable.GetUnderlyingType(value.Type) is null)
            value = Expression.Convert(value, typeof(Nullable<>).MakeGenericType(value.Type));
        return new Checked(Expression.MakeBinary(equality, value, Expression.Constant(null, value.Type)), Shape.Plain);
    }

    public static bool IsNull(Expression? expression) => expression switch
    {
        ConstantExpression constant => constant.Value is null,
        DefaultExpression standard => !standard.Type.IsValueType || Nullable.GetUnderlyingType(standard.Type) is not null,
        UnaryExpression { NodeType: ExpressionType.Convert } convert => IsNull(convert.Operand),
        _ => false,
    };
}

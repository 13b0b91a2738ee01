using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

using StrategyEngine.Data.Encryption.Mapping;

namespace StrategyEngine.Data.Encryption.Querying;

/// <summary>
/// Values that a blind index is compared with: known before the query runs, so that they pass the converter of the index. Whatever the
/// database would have to bring is refused.
/// </summary>
internal static class KnownValue
{
    private const string HeldInVariable =
        "Compare it with a value that the program knows before the query runs, held in a variable of type string.";

    private const string HeldInList =
        "Look for it among values that the program knows before the query runs, held in a list or array of strings.";

    public static Expression Demand(Expression expression, IProperty property) => expression switch
    {
        // The token, so that the constant does not show where Entity Framework prints the query.
        ConstantExpression { Value: string value } => Expression.Constant(Token(property, value), typeof(string)),
        ConstantExpression { Value: null } => Expression.Constant(null, typeof(string)),
        QueryParameterExpression when expression.Type == typeof(string) => expression,
        UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.TypeAs } convert => Demand(convert.Operand, property),
        MethodCallExpression call when IsParameterHint(call) => call.Update(null, [Demand(call.Arguments[0], property)]),
        _ => throw Refusal.Of(property, "a comparison with a value of the database", HeldInVariable),
    };

    public static Expression DemandItems(Expression expression, IProperty property)
    {
        switch (expression)
        {
            case ConstantExpression { Value: IEnumerable<string?> values } constant:
                var tokens = values.Select(value => value is null ? null : Token(property, value)).ToArray();
                return constant.Type.IsAssignableFrom(typeof(string[])) ? Expression.Constant(tokens, constant.Type)
                    : constant.Type.IsAssignableFrom(typeof(List<string>)) ? Expression.Constant(tokens.ToList(), constant.Type)
                    : constant;
            case QueryParameterExpression when IsStrings(expression.Type):
                return expression;
            case NewArrayExpression { NodeType: ExpressionType.NewArrayInit } array when array.Type == typeof(string[]):
                return array.Update(array.Expressions.Select(item => Demand(item, property)));
            case ListInitExpression list when list.Initializers.All(item => item.Arguments.Count == 1) && IsStrings(list.Type):
                return list.Update(
                    list.NewExpression, list.Initializers.Select(item => item.Update([Demand(item.Arguments[0], property)])));
            case UnaryExpression { NodeType: ExpressionType.Convert } convert:
                return convert.Update(DemandItems(convert.Operand, property));
            case MethodCallExpression call when PassesOn(call):
                return call.Update(null, [DemandItems(call.Arguments[0], property)]);
            default:
                throw Refusal.Of(property, "Contains() on values of the database", HeldInList);
        }
    }

    /// <summary>Whether a call returns the value that it is given, in another form.</summary>
    public static bool PassesOn(MethodCallExpression call) => call.Method.Name == "op_Implicit" || IsParameterHint(call);

    private static bool IsParameterHint(MethodCallExpression call) =>
        (call.Method.DeclaringType == typeof(EF) || call.Method.DeclaringType == typeof(EFExtensions))
        && call.Method.Name is "Constant" or "Parameter" or "MultipleParameters"
        && call.Arguments.Count == 1;

    private static bool IsStrings(Type type) => typeof(IEnumerable<string>).IsAssignableFrom(type);

    private static string Token(IProperty property, string value) =>
        EncryptedProperties.Index(EncryptedProperties.FindIndex(property)!)!.ConstantTokenOf(value);
}

using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.Amounts;

/// <summary>
/// Amounts are text to SQLite: the functions of EF and of <see cref="SqliteAmountFunctions"/> compute on them with .NET's own decimals.
/// </summary>
internal sealed class SqliteAmountTranslation(ISqlExpressionFactory sql) : AmountQueryTranslation("SQLite", sql)
{
    protected override SqlExpression Translate(SqlExpression operation, IReadOnlyList<SqlExpression> operands) => operation switch
    {
        SqlFunctionExpression
        {
            Name: "ef_add" or "ef_divide" or "ef_multiply" or "ef_negate" or "ef_mod" or "ef_compare" or "ef_sum"
            or "ef_avg" or "ef_min" or "ef_max"
        } => operation,
        SqlFunctionExpression { Name: var name } when name.StartsWith("amount_", StringComparison.Ordinal) => operation,
        SqlFunctionExpression { Name: "max", Arguments: [_, _, ..] arguments } => Chain(SqliteAmountFunctions.Greater, arguments),
        SqlFunctionExpression { Name: "min", Arguments: [_, _, ..] arguments } => Chain(SqliteAmountFunctions.Lesser, arguments),
        SqlBinaryExpression { OperatorType: ExpressionType.Equal or ExpressionType.NotEqual } when operands.All(IsAmount) => operation,
        SqlBinaryExpression { OperatorType: ExpressionType.Coalesce } => operation,
        SqlBinaryExpression
        {
            OperatorType: ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual or ExpressionType.LessThan
            or ExpressionType.LessThanOrEqual
        } comparison
            when operands.All(IsAmount) => Compare(comparison),
        SqlUnaryExpression { OperatorType: ExpressionType.Convert } conversion => Convert(conversion),
        InExpression or CollateExpression { Collation: "EF_DECIMAL" } or RowNumberExpression => operation,
        _ => throw Refuse(operation),
    };

    protected override SqlExpression TranslateStored(SqlExpression value, int precision, int scale, string failure) => Sql.Function(
        SqliteAmountFunctions.Stored,
        [value, Sql.Constant(precision), Sql.Constant(scale), Sql.Constant(failure)],
        nullable: true,
        [true, false, false, false],
        value.Type,
        value.TypeMapping);

    private SqlExpression Chain(string function, IReadOnlyList<SqlExpression> arguments) => arguments.Skip(1).Aggregate(
        arguments[0],
        (left, right) =>
            Sql.Function(function, [left, right], nullable: true, [true, true], left.Type, left.TypeMapping ?? right.TypeMapping));

    private SqlExpression Compare(SqlBinaryExpression comparison) => Sql.MakeBinary(
        comparison.OperatorType,
        Sql.Function("ef_compare", [comparison.Left, comparison.Right], nullable: true, [true, true], typeof(int)),
        Sql.Constant(0),
        comparison.TypeMapping)!;

    // The text of an integer becomes the canonical one of an amount by adding to it. A cast of a binary number to text has more digits than
    // .NET's.
    private SqlExpression Convert(SqlUnaryExpression conversion)
    {
        var target = Nullable.GetUnderlyingType(conversion.Type) ?? conversion.Type;
        if (IsAmount(conversion) && !IsAmount(conversion.Operand))
        {
            return Type.GetTypeCode(Nullable.GetUnderlyingType(conversion.Operand.Type) ?? conversion.Operand.Type) switch
            {
                TypeCode.Double =>
                    Sql.Function(
                        SqliteAmountFunctions.OfDouble,
                        [conversion.Operand],
                        nullable: true,
                        [true],
                        conversion.Type,
                        conversion.TypeMapping),
                >= TypeCode.SByte and < TypeCode.UInt64 => Sql.Function(
                    "ef_add",
                    [conversion, Sql.Constant(0m, conversion.TypeMapping)],
                    nullable: true,
                    [true, false],
                    conversion.Type,
                    conversion.TypeMapping),
                _ => throw Refuse(conversion),
            };
        }

        if (IsAmount(conversion))
            return conversion;
        return Type.GetTypeCode(target) switch
        {
            TypeCode.Double or TypeCode.Single => conversion,
            TypeCode.SByte => ToInteger(conversion, sbyte.MinValue, sbyte.MaxValue),
            TypeCode.Byte => ToInteger(conversion, byte.MinValue, byte.MaxValue),
            TypeCode.Int16 => ToInteger(conversion, short.MinValue, short.MaxValue),
            TypeCode.UInt16 => ToInteger(conversion, ushort.MinValue, ushort.MaxValue),
            TypeCode.Int32 => ToInteger(conversion, int.MinValue, int.MaxValue),
            TypeCode.UInt32 => ToInteger(conversion, uint.MinValue, uint.MaxValue),
            TypeCode.Int64 => ToInteger(conversion, long.MinValue, long.MaxValue),
            _ => throw Refuse(conversion),
        };
    }

    // A CAST cuts as .NET does, and knows no range.
    private SqlExpression ToInteger(SqlUnaryExpression conversion, long least, long greatest) => Sql.Function(
        SqliteAmountFunctions.ToInteger,
        [conversion.Operand, Sql.Constant(least), Sql.Constant(greatest)],
        nullable: true,
        [true, false, false],
        conversion.Type,
        conversion.TypeMapping);
}

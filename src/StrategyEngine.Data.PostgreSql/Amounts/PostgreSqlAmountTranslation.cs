using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

using Npgsql.EntityFrameworkCore.PostgreSQL.Query.Expressions.Internal;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.Amounts;

/// <summary>Makes what PostgreSQL computes of <c>numeric</c> what .NET computes of a decimal.</summary>
/// <remarks>
/// A decimal has 28 digits, at most 28 of them behind the point. A quotient of PostgreSQL has 16 at least, or as many decimals as its
/// dividend; its <c>round</c> goes away from zero, also in a cast to an integer; and an assignment to a column rounds without a word.
/// </remarks>
internal sealed class PostgreSqlAmountTranslation(RelationalQueryTranslationPostprocessorDependencies dependencies)
    : AmountQueryTranslation("PostgreSQL", dependencies.SqlExpressionFactory)
{
    private const int Digits = 28;

    // The largest number of 29 digits that a decimal holds, 7.9 and so on, with its point one place further to the left.
    private const decimal LargestOfOneMore = 0.79228m;

    private static readonly HashSet<string> Exact = new(StringComparer.OrdinalIgnoreCase)
    {
        "abs", "ceiling", "floor", "trunc", "sign", "greatest", "least", "sum", "min", "max"
    };

    private readonly RelationalTypeMapping _number = dependencies.TypeMappingSource.FindMapping(typeof(decimal))!;
    private readonly RelationalTypeMapping _text = dependencies.TypeMappingSource.FindMapping(typeof(string))!;

    protected override SqlExpression Translate(SqlExpression operation, IReadOnlyList<SqlExpression> operands)
    {
        switch (operation)
        {
            case SqlFunctionExpression { Name: "round", Arguments: [{ } rounded] }:
                return RoundToEven(rounded, Sql.Constant(0));
            case SqlFunctionExpression { Name: "round", Arguments: [{ } rounded, { } places] }:
                return RoundToEven(rounded, places);
            case SqlFunctionExpression { Name: "avg", Arguments: [{ } averaged] } average:
                return average.Update(null, [Widen(averaged)]);
            case SqlFunctionExpression { Name: var name } when Exact.Contains(name):
                return operation;
            case SqlBinaryExpression { OperatorType: ExpressionType.Divide } division:
                return division.Update(Widen(division.Left), division.Right);
            case SqlBinaryExpression { OperatorType: ExpressionType.Equal or ExpressionType.NotEqual } when operands.All(IsAmount):
                foreach (var operand in operands)
                    DemandComparable(Source(operand));
                return operation;
            case SqlBinaryExpression
            {
                OperatorType: ExpressionType.Add or ExpressionType.Subtract or ExpressionType.Multiply or ExpressionType.Modulo
                    or ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual or ExpressionType.LessThan
                    or ExpressionType.LessThanOrEqual or ExpressionType.Coalesce,
            } when operands.All(IsAmount):
                return operation;
            case SqlUnaryExpression { OperatorType: ExpressionType.Negate }:
                return operation;
            case SqlUnaryExpression { OperatorType: ExpressionType.Convert } conversion:
                return Convert(conversion);
            case InExpression { Item: var item }:
                DemandComparable(Source(item));
                return operation;
            case RowNumberExpression:
                return operation;
            default:
                // Npgsql's own for "= ANY (array)" and its arrays, which compare by value.
                return operation.GetType().Name is "PgAnyExpression" or "PgNewArrayExpression" ? operation : throw Refuse(operation);
        }
    }

#pragma warning disable EF1001 // Npgsql's own aggregates.
    protected override bool IsDistinct(SqlFunctionExpression aggregate) =>
        base.IsDistinct(aggregate) || aggregate is PgFunctionExpression { IsAggregateDistinct: true };
#pragma warning restore EF1001

    protected override void DemandComparable(SqlExpression key)
    {
        if (QuotientSearch.Finds(key))
        {
            throw Refuse(
                "the equality of a quotient or an average",
                "Round it, as Math.Round(quotient, 8), or compare in memory, behind AsEnumerable or ToListAsync.");
        }
    }

    // As many digits as a decimal has: 28, or 29 if the first of them is small. The driver refuses more.
    protected override SqlExpression TranslateResult(SqlExpression amount) => !ComputedSearch.Finds(Source(amount))
        ? amount
        : Round(
            amount, Call("greatest", typeof(int), Sql.Constant(0), Sql.Subtract(Sql.Constant(Digits + 1), DigitsBeforePoint(amount))));

    // One more than there are if the amount begins with more than a decimal's 29 digits can.
    private SqlExpression DigitsBeforePoint(SqlExpression amount)
    {
        var weighed = Sql.Divide(Call("abs", typeof(decimal), amount), Sql.Constant(LargestOfOneMore, _number));
        return Call("length", typeof(int), Text(Call("trunc", typeof(decimal), weighed)));
    }

    // The failing branch depends on the value, or the planner would compute it beforehand.
    protected override SqlExpression TranslateStored(SqlExpression value, int precision, int scale, string failure)
    {
        var limit = Enumerable.Repeat(10m, precision - scale).Aggregate(1m, (power, ten) => power * ten);
        return Sql.Case(
            [
                new CaseWhenClause(
                    Sql.OrElse(
                        Sql.IsNull(value),
                        Sql.AndAlso(
                            Sql.Equal(Round(value, Sql.Constant(scale)), value),
                            Sql.LessThan(Call("abs", typeof(decimal), value), Sql.Constant(limit, _number)))),
                    value),
            ],
            Number(Sql.Add(Sql.Constant(failure, _text), Call("left", typeof(string), Text(value), Sql.Constant(0)))));
    }

    private SqlExpression Convert(SqlUnaryExpression conversion)
    {
        var (source, target) = (Kind(conversion.Operand.Type), Kind(conversion.Type));
        if (IsAmount(conversion))
            return source is >= TypeCode.SByte and <= TypeCode.Decimal ? Number(conversion.Operand) : throw Refuse(conversion);
        return target switch
        {
            TypeCode.Double or TypeCode.Single => conversion,
            >= TypeCode.SByte and <= TypeCode.UInt64 => conversion.Update(Call("trunc", typeof(decimal), conversion.Operand)),
            _ => throw Refuse(conversion),
        };
    }

    private SqlExpression RoundToEven(SqlExpression value, SqlExpression places)
    {
        if (places is not SqlConstantExpression { Value: int decimals })
            throw Refuse("Math.Round() to decimals that are not constant");
        var half = new decimal(5, 0, 0, false, (byte)(decimals + 1));
        return Sql.Case(
            [
                new CaseWhenClause(
                    Sql.Equal(
                        Call("abs", typeof(decimal), Sql.Subtract(value, Call("trunc", typeof(decimal), value, places))),
                        Sql.Constant(half, _number)),
                    Sql.Multiply(Sql.Constant(2m, _number), Round(Sql.Multiply(value, Sql.Constant(0.5m, _number)), places))),
            ],
            Round(value, places));
    }

    private SqlExpression Widen(SqlExpression value) => Round(value, Sql.Constant(Digits));

    private SqlExpression Round(SqlExpression value, SqlExpression places) => Call("round", typeof(decimal), value, places);

    private SqlExpression Call(string function, Type type, params SqlExpression[] arguments) => Sql.Function(
        function,
        arguments,
        nullable: true,
        arguments.Select(_ => true),
        type,
        type == typeof(decimal) ? _number : type == typeof(string) ? _text : null);

    private SqlExpression Number(SqlExpression value) => Sql.Convert(value, typeof(decimal), _number);

    private SqlExpression Text(SqlExpression value) => Sql.Convert(value, typeof(string), _text);

    private static TypeCode Kind(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type);
}

using System.Globalization;
using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Amounts;

/// <summary>
/// Follows the digits of amounts through a query, and refuses what SQL Server would cut to fewer than eight decimals or round its own way.
/// The factors of a product that would be cut are narrowed, so that a number that leaves no room for eight decimals is an error.
/// </summary>
internal sealed class SqlServerAmountTranslation(RelationalQueryTranslationPostprocessorDependencies dependencies)
    : AmountQueryTranslation("SQL Server", dependencies.SqlExpressionFactory)
{
    private const int Decimals = 8, MostDecimals = 12;

    private static readonly HashSet<string> Exact = new(StringComparer.OrdinalIgnoreCase)
    {
        "ABS", "FLOOR", "CEILING", "SIGN", "GREATEST", "LEAST", "SUM", "MIN", "MAX", "COUNT_BIG",
    };

    private readonly IRelationalTypeMappingSource _types = dependencies.TypeMappingSource;

    protected override Expression VisitExtension(Expression node) =>
        node is TableValuedFunctionExpression { Name: "OPENJSON", Arguments: [SqlParameterExpression { Type: var list }, ..] }
            && Element(list) == typeof(decimal)
            ? throw Refuse(
                "a list that is one parameter",
                "Use Contains without EF.Parameter, or compare in memory, behind AsEnumerable or ToListAsync.")
            : base.VisitExtension(node);

    protected override SqlExpression Translate(SqlExpression operation, IReadOnlyList<SqlExpression> operands)
    {
        switch (operation)
        {
            case SqlBinaryExpression
            {
                OperatorType: ExpressionType.Multiply or ExpressionType.Divide or ExpressionType.Add
                or ExpressionType.Subtract
            } arithmetic when operands.All(IsAmount):
                return Arithmetic(arithmetic);
            case SqlBinaryExpression
            {
                OperatorType: ExpressionType.Modulo or ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual
                    or ExpressionType.LessThan or ExpressionType.LessThanOrEqual or ExpressionType.Coalesce,
            } when operands.All(IsAmount):
                DemandCommonForm(operands);
                return operation;
            case SqlBinaryExpression { OperatorType: ExpressionType.Equal or ExpressionType.NotEqual } when operands.All(IsAmount):
                foreach (var operand in operands)
                    DemandComparable(Source(operand));
                DemandCommonForm(operands);
                return operation;
            case InExpression { Item: var item }:
                DemandComparable(Source(item));
                return operation;
            case SqlFunctionExpression { Name: "AVG", Arguments: [{ } averaged] } average:
                return Average(average, averaged);
            case SqlFunctionExpression { Name: "ROUND", Arguments: [_, _, SqlConstantExpression { Value: 1 }] }:
                return operation; // cuts
            case SqlFunctionExpression { Name: var name, Arguments: var arguments } when Exact.Contains(name):
                DemandCommonForm(arguments ?? []);
                return operation;
            case SqlUnaryExpression { OperatorType: ExpressionType.Negate }:
            case RowNumberExpression:
                return operation;
            case SqlUnaryExpression { OperatorType: ExpressionType.Convert } conversion:
                return Convert(conversion);
            default:
                throw Refuse(operation);
        }
    }

    protected override void DemandComparable(SqlExpression key)
    {
        if (ProductSearch.Finds(key, alsoSubqueries: false))
            throw Refuse("the equality of a product, a quotient or an average");
    }

    // What was cut while it was computed would pass as an amount that fits.
    protected override SqlExpression TranslateStored(SqlExpression value, int precision, int scale, string failure)
    {
        if (ProductSearch.Finds(value, alsoSubqueries: true))
        {
            throw Refuse(
                "a product, a quotient or an average that is stored",
                "Load the records, compute and round in memory, and call SaveChanges.");
        }

        // The form of the column, and no wider: what the CASE chooses from would lose decimals to it.
        var (text, number) = (_types.FindMapping(typeof(string))!, Mapping(new AmountForm(precision, scale)));
        var limit = Enumerable.Repeat(10m, precision - scale).Aggregate(1m, (power, ten) => power * ten);

        // A text that is no integer is named by the error of its conversion.
        var failing = Sql.Add(
            Sql.Constant(failure, text), Call("LEFT", typeof(string), text, Sql.Convert(value, typeof(string), text), Sql.Constant(0)));
        return Sql.Case(
            [
                new CaseWhenClause(
                    Sql.OrElse(
                        Sql.IsNull(value),
                        Sql.AndAlso(
                            Sql.Equal(Call("ROUND", typeof(decimal), number, value, Sql.Constant(scale)), value),
                            Sql.LessThan(Call("ABS", typeof(decimal), number, value), Sql.Constant(limit, number)))),
                    value),
            ],
            Sql.Convert(Sql.Convert(failing, typeof(int)), typeof(decimal), number));
    }

    private SqlFunctionExpression Average(SqlFunctionExpression average, SqlExpression averaged)
    {
        // The last digit of AVG is cut: two more are computed, and the result is rounded.
        var decimals = Form(averaged) is { Scale: > Decimals and <= MostDecimals and var scale } ? scale : Decimals;
        var mapping = Mapping(new AmountForm(1, decimals + 2).Summed);
        var finer = Sql.Convert(averaged, typeof(decimal), mapping);
        return (SqlFunctionExpression)Sql.Function(
            "ROUND", [average.Update(null, [finer]), Sql.Constant(decimals)], nullable: true, [true, false], average.Type, mapping);
    }

    private SqlExpression Convert(SqlUnaryExpression conversion)
    {
        var (source, target) = (Kind(conversion.Operand.Type), Kind(conversion.Type));
        if (IsAmount(conversion) && IsAmount(conversion.Operand))
            return conversion.Operand;
        return target switch
        {
            TypeCode.Decimal => source is >= TypeCode.SByte and < TypeCode.Single ? conversion : throw Refuse(conversion),
            >= TypeCode.SByte and < TypeCode.Decimal => conversion,
            _ => throw Refuse(conversion),
        };
    }

    private SqlBinaryExpression Arithmetic(SqlBinaryExpression arithmetic)
    {
        if (Operands(arithmetic) is not var (left, right))
            return arithmetic;
        var isComputed = IsComputed(arithmetic.Left) || IsComputed(arithmetic.Right);
        var largest = Math.Max(left.Scale, right.Scale);
        var (result, needed) = arithmetic.OperatorType switch
        {
            ExpressionType.Multiply => (left * right, Math.Min(Decimals, left.Scale + right.Scale)),
            ExpressionType.Divide => (left / right, Decimals),
            _ => (left + right, isComputed ? Math.Min(Decimals, largest) : largest),
        };
        if (result.Scale >= needed)
            return arithmetic;

        // What is wrong in its last decimals already would be multiplied.
        if (arithmetic.OperatorType != ExpressionType.Multiply || isComputed)
            throw Refuse($"more than {result.Scale} decimals of the operator {arithmetic.OperatorType}");
        var (first, second) = AmountForm.ToMultiply(left, right);
        return arithmetic.Update(Narrow(arithmetic.Left, left, first), Narrow(arithmetic.Right, right, second));
    }

    private SqlExpression Narrow(SqlExpression factor, AmountForm form, AmountForm narrow) =>
        narrow == form ? factor : Sql.Convert(factor, factor.Type, Mapping(narrow));

    private static bool IsComputed(SqlExpression expression) => ProductSearch.Finds(expression, alsoSubqueries: true);

    // Where SQL Server brings several forms to one of 38 digits, decimals are lost.
    private void DemandCommonForm(IReadOnlyList<SqlExpression> amounts)
    {
        var forms = amounts.Select(Form).OfType<AmountForm>().ToList();
        if (forms.Count == 0)
            return;
        var exact = forms.Max(form => form.Scale);
        if (forms.Aggregate((one, other) => one.Or(other)).Scale < (amounts.Any(IsComputed) ? Math.Min(Decimals, exact) : exact))
            throw Refuse("amounts of more than 38 digits that meet");
    }

    private RelationalTypeMapping Mapping(AmountForm form) => _types.FindMapping(
        typeof(decimal), string.Create(CultureInfo.InvariantCulture, $"decimal({form.Precision},{form.Scale})"))!;

    // What is only a value takes the form of the amount it meets.
    private (AmountForm Left, AmountForm Right)? Operands(SqlBinaryExpression operation)
    {
        var (left, right) = (Form(operation.Left), Form(operation.Right));
        return (left ?? right, right ?? left) is ({ } first, { } second) ? (first, second) : null;
    }

    private AmountForm? Form(SqlExpression? expression) => expression switch
    {
        ColumnExpression { Column: not null, TypeMapping: { Precision: { } precision, Scale: { } scale } } =>
            new AmountForm(precision, scale),
        ColumnExpression column => Source(column) is var source && source != column ? Form(source) : new AmountForm(1, Decimals).Summed,
        SqlBinaryExpression { OperatorType: ExpressionType.Multiply } product =>
            Operands(product) is var (left, right) ? left * right : null,
        SqlBinaryExpression { OperatorType: ExpressionType.Divide } quotient =>
            Operands(quotient) is var (left, right) ? left / right : null,
        SqlBinaryExpression sum => Operands(sum) is var (left, right) ? left + right : null,
        SqlFunctionExpression { Name: "SUM", Arguments: [{ } summed] } => Form(summed)?.Summed,
        SqlFunctionExpression { Name: "ROUND", Arguments: [SqlFunctionExpression { Name: "AVG", Arguments: [{ } averaged] }, ..] } =>
            Form(averaged)?.Averaged,
        SqlFunctionExpression { Arguments: { } arguments } => Common(arguments.Select(Form)),
        SqlUnaryExpression { OperatorType: ExpressionType.Convert, TypeMapping: { Precision: { } precision, Scale: { } scale } } conversion
            when IsAmount(conversion) => new AmountForm(precision, scale),
        SqlUnaryExpression unary => Form(unary.Operand),
        CaseExpression choice => Common(choice.WhenClauses.Select(when => Form(when.Result)).Append(Form(choice.ElseResult))),
        ScalarSubqueryExpression { Subquery.Projection: [{ } projection] } => Form(projection.Expression),
        _ => null,
    };

    private static AmountForm? Common(IEnumerable<AmountForm?> forms)
    {
        var known = forms.OfType<AmountForm>().ToList();
        return known.Count == 0 ? null : known.Aggregate((one, other) => one.Or(other));
    }

    private SqlExpression Call(string function, Type type, RelationalTypeMapping mapping, params SqlExpression[] arguments) =>
        Sql.Function(function, arguments, nullable: true, arguments.Select(_ => true), type, mapping);

    private static TypeCode Kind(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type);

    private static Type? Element(Type list)
    {
        var element = list.GetInterfaces().Prepend(list)
            .FirstOrDefault(
                type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];
        return element is null ? null : Nullable.GetUnderlyingType(element) ?? element;
    }
}

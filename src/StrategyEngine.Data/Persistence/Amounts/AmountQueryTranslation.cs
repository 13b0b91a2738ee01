using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace StrategyEngine.Data.Persistence;

/// <summary>Goes through the SQL of a query, and lets pass what the engine computes on amounts as .NET does.</summary>
/// <remarks>
/// <para>An engine names what is exact, puts something exact in place of what is not, and refuses the rest: what it does not name is
/// refused. Queries that read no amount of this library's entities are left alone.</para>
/// <para>An instance serves one query.</para>
/// </remarks>
public abstract class AmountQueryTranslation : ExpressionVisitor
{
    private const string InMemory = "Read the amounts and compute in memory, behind AsEnumerable or ToListAsync.";

    private readonly string _engine;
    private readonly HashSet<Expression> _results = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(string Table, string Column), SqlExpression> _subqueries = [];
    private List<SqlExpression>? _operands;

    /// <summary>Creates the translation.</summary>
    /// <param name="engine">The short name of the engine, for messages.</param>
    /// <param name="sql">Makes expressions of SQL.</param>
    protected AmountQueryTranslation(string engine, ISqlExpressionFactory sql)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(sql);
        _engine = engine;
        Sql = sql;
    }

    /// <summary>Makes expressions of SQL.</summary>
    protected ISqlExpressionFactory Sql { get; }

    /// <summary>Makes a translated query exact.</summary>
    /// <param name="query">The query, after every other step of its translation.</param>
    /// <exception cref="AmountQueryException">It computes what the engine cannot.</exception>
    public Expression Process(Expression query) => AmountColumnSearch.Finds(query) ? Visit(query) : query;

    /// <summary>Whether an expression is stored and computed as a decimal.</summary>
    /// <param name="expression">Any expression, or null.</param>
    protected static bool IsAmount(SqlExpression? expression)
    {
        var type = expression?.TypeMapping?.Converter?.ProviderClrType ?? expression?.TypeMapping?.ClrType ?? expression?.Type;
        return type is not null && (Nullable.GetUnderlyingType(type) ?? type) == typeof(decimal);
    }

    /// <summary>What the column of a subquery stands for; any other expression is returned as it is.</summary>
    /// <param name="expression">Any expression.</param>
    protected SqlExpression Source(SqlExpression expression)
    {
        while (expression is ColumnExpression { Column: null } column
            && _subqueries.TryGetValue((column.TableAlias, column.Name), out var source))
        {
            expression = source;
        }

        return expression;
    }

    /// <summary>Looks at an operation on amounts. Its operands have been looked at.</summary>
    /// <param name="operation">What is computed of one amount or more, or gives one.</param>
    /// <param name="operands">What it is computed of.</param>
    /// <returns>The operation itself if the engine computes it as .NET does, or what does so in its place.</returns>
    /// <exception cref="AmountQueryException">Nothing does.</exception>
    protected abstract SqlExpression Translate(SqlExpression operation, IReadOnlyList<SqlExpression> operands);

    /// <summary>Looks at an amount that the query returns.</summary>
    /// <param name="amount">The amount, after <see cref="Translate"/>.</param>
    protected virtual SqlExpression TranslateResult(SqlExpression amount) => amount;

    /// <summary>Looks at an amount that is to be stored.</summary>
    /// <param name="value">The amount, after <see cref="Translate"/>.</param>
    /// <param name="precision">Total digits that can be stored.</param>
    /// <param name="scale">Of which behind the decimal point.</param>
    /// <param name="failure">A text without any value, by which the library knows the failure when a command of the database fails with
    /// it.</param>
    /// <returns>What is the amount if it can be stored as it is, and otherwise fails with <paramref name="failure"/> in its
    /// message.</returns>
    protected abstract SqlExpression TranslateStored(SqlExpression value, int precision, int scale, string failure);

    /// <summary>Looks at what rows are told apart by: the elements of a DISTINCT, or the keys of a group.</summary>
    /// <param name="key">The amount, after <see cref="Translate"/>.</param>
    protected virtual void DemandComparable(SqlExpression key)
    {
    }

    /// <summary>Whether an aggregate looks at equal values once.</summary>
    /// <param name="aggregate">The aggregate.</param>
    protected virtual bool IsDistinct(SqlFunctionExpression aggregate)
    {
        ArgumentNullException.ThrowIfNull(aggregate);
        return aggregate.Arguments is [DistinctExpression];
    }

    /// <summary>The exception that refuses an operation.</summary>
    /// <param name="operation">What the query does with an amount, such as <c>a conversion to String</c>.</param>
    /// <param name="alternative">What to do instead, as a sentence; by default, to compute in memory.</param>
    protected AmountQueryException Refuse(string operation, string alternative = InMemory) => new(operation, _engine, alternative);

    /// <summary>The exception that refuses an operation that is not known.</summary>
    /// <param name="operation">The operation.</param>
    protected AmountQueryException Refuse(SqlExpression operation) => operation switch
    {
        SqlFunctionExpression function => Refuse($"{function.Name}()"),
        SqlUnaryExpression { OperatorType: ExpressionType.Convert } convert =>
            Refuse($"a conversion to {(Nullable.GetUnderlyingType(convert.Type) ?? convert.Type).Name}"),
        SqlUnaryExpression unary => Refuse($"the operator {unary.OperatorType}"),
        SqlBinaryExpression binary => Refuse($"the operator {binary.OperatorType}"),
        _ => Refuse($"a {operation?.GetType().Name}"),
    };

    /// <inheritdoc />
    protected override Expression VisitExtension(Expression node)
    {
        switch (node)
        {
            case ShapedQueryExpression shaped:
                if (shaped.QueryExpression is SelectExpression result)
                    _results.UnionWith(result.Projection);
                return shaped.UpdateQueryExpression(Visit(shaped.QueryExpression));
            case SqlExpression expression:
                return VisitSql(expression);
        }

        // Operands of a subquery are not those of what it stands in.
        var outer = _operands;
        _operands = null;
        var visited = node is UpdateExpression update ? VisitUpdate(update) : base.VisitExtension(node);
        _operands = outer;
        switch (visited)
        {
            case ProjectionExpression projection when _results.Contains(node) && IsAmount(projection.Expression):
                return projection.Update(TranslateResult(projection.Expression));
            case SelectExpression select:
                foreach (var key in select.GroupBy.Concat(
                    select.IsDistinct ? select.Projection.Select(projection => projection.Expression) : []).Where(IsAmount))
                {
                    DemandComparable(Source(key));
                }

                foreach (var projection in select.Alias is null ? [] : select.Projection)
                    _subqueries[(select.Alias!, projection.Alias)] = projection.Expression;
                break;
            case SetOperationBase { IsDistinct: true } union:
                foreach (var key in union.Source1.Projection.Concat(union.Source2.Projection).Select(projection => projection.Expression)
                    .Where(IsAmount))
                {
                    DemandComparable(Source(key));
                }

                break;
        }

        return visited;
    }

    private SqlExpression VisitSql(SqlExpression expression)
    {
        var outer = _operands;
        _operands = [];
        var visited = (SqlExpression)base.VisitExtension(expression);
        var operands = _operands;
        _operands = outer;
        if (visited is SqlFunctionExpression { Arguments: [{ } argument] } function
            && function.Name.Equals("COUNT", StringComparison.OrdinalIgnoreCase)
            && IsDistinct(function)
            && (argument is DistinctExpression distinct ? distinct.Operand : argument) is var counted
            && IsAmount(counted)
            && Source(counted) is ColumnExpression { IsNullable: true })
        {
            throw Refuse(
                "the number of distinct values, of which one may be null,",
                "Give null a value first, as amount ?? 0, or compute in memory, behind AsEnumerable or ToListAsync.");
        }

        if (!IsPlain(visited) && (IsAmount(visited) || operands.Exists(IsAmount)))
            visited = Translate(visited, operands);
        _operands?.Add(visited);
        return visited;
    }

    private UpdateExpression VisitUpdate(UpdateExpression update)
    {
        var select = (SelectExpression)Visit(update.SelectExpression);
        var setters = update.ColumnValueSetters.Select(setter =>
        {
            var value = (SqlExpression)Visit(setter.Value);
            return Stored(update.Table.Table, setter.Column) is { } property
                && property.GetPrecision() is { } precision
                && property.GetScale() is { } scale
                && !Fits(value, precision, scale)
                ? setter with
                {
                    Value = TranslateStored(
                    value,
                    precision,
                    scale,
                    AmountOutOfRangeException.Describe($"{property.DeclaringType.ClrType.Name}.{property.Name}", precision, scale))
                }
                : setter with { Value = value };
        });
        return update.Update(select, setters.ToList());
    }

    private static IProperty? Stored(ITableBase table, ColumnExpression column) =>
        table.FindColumn(column.Name)?.PropertyMappings.Select(mapping => mapping.Property)
            .FirstOrDefault(property => TradingEntityTypes.IsOurs(property.DeclaringType) && IsAmount(column));

    private static bool Fits(SqlExpression value, int precision, int scale) => value switch
    {
        ColumnExpression { Column: not null, TypeMapping: { Precision: { } digits, Scale: { } decimals } } =>
            decimals <= scale && digits - decimals <= precision - scale,
        SqlConstantExpression { Value: null } => true,
        _ => false,
    };

    // What hands on a value, or looks at nothing but whether it is there.
    private static bool IsPlain(SqlExpression expression) => expression switch
    {
        ColumnExpression or SqlConstantExpression or SqlParameterExpression or SqlFragmentExpression or CaseExpression
            or ScalarSubqueryExpression or ExistsExpression => true,
        DistinctExpression => true,
        SqlUnaryExpression { OperatorType: ExpressionType.Equal or ExpressionType.NotEqual } => true,
        SqlFunctionExpression { Name: var name } =>
            name.Equals("COALESCE", StringComparison.OrdinalIgnoreCase) || name.Equals("COUNT", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}

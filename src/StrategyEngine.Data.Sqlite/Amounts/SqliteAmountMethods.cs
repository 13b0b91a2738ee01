using System.Reflection;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace StrategyEngine.Data.Sqlite.Amounts;

/// <summary>
/// Translates the methods of <see cref="Math"/> and <see cref="decimal"/> on decimals, which EF does not for SQLite, to
/// <see cref="SqliteAmountFunctions"/>.
/// </summary>
internal sealed class SqliteAmountMethods(ISqlExpressionFactory sql) : IMethodCallTranslator, IMethodCallTranslatorPlugin
{
    public IEnumerable<IMethodCallTranslator> Translators => [this];

    public SqlExpression? Translate(
        SqlExpression? instance,
        MethodInfo method,
        IReadOnlyList<SqlExpression> arguments,
        IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (method.DeclaringType == typeof(Math)
            && method.Name == nameof(Math.Round)
            && arguments is [{ } number, ..]
            && number.Type == typeof(double))
        {
            return RoundToEven(arguments);
        }

        if ((method.DeclaringType != typeof(Math) && method.DeclaringType != typeof(decimal))
            || !method.IsStatic
            || arguments is not [{ } value, ..]
            || value.Type != typeof(decimal))
        {
            return null;
        }

        return (method.Name, arguments.Count) switch
        {
            (nameof(Math.Abs), 1) => Call(SqliteAmountFunctions.Absolute, value),
            (nameof(Math.Floor), 1) => Call(SqliteAmountFunctions.Floor, value),
            (nameof(Math.Ceiling), 1) => Call(SqliteAmountFunctions.Ceiling, value),
            (nameof(Math.Truncate), 1) => Call(SqliteAmountFunctions.Truncated, value),
            (nameof(Math.Round), 1) => Call(SqliteAmountFunctions.Rounded, value, sql.Constant(0)),
            (nameof(Math.Round), 2) when arguments[1].Type == typeof(int) =>
                Call(SqliteAmountFunctions.Rounded, value, sql.ApplyDefaultTypeMapping(arguments[1])!),
            (nameof(Math.Sign), 1) when method.DeclaringType == typeof(Math) =>
                sql.Function(SqliteAmountFunctions.Sign, [sql.ApplyDefaultTypeMapping(value)!], nullable: true, [true], typeof(int)),
            _ => null,
        };
    }

    // SQLite's own goes away from zero.
    private SqlExpression? RoundToEven(IReadOnlyList<SqlExpression> arguments) =>
        arguments.Count > 2 || (arguments.Count == 2 && arguments[1].Type != typeof(int)) ? null : sql.Function(
        SqliteAmountFunctions.RoundedDouble,
        [sql.ApplyDefaultTypeMapping(arguments[0])!, arguments.Count == 2 ? sql.ApplyDefaultTypeMapping(arguments[1])! : sql.Constant(0)],
        nullable: true,
        [true, true],
        typeof(double));

    private SqlExpression Call(string function, SqlExpression value, params SqlExpression[] others)
    {
        var amount = sql.ApplyDefaultTypeMapping(value)!;
        return sql.Function(
            function, [amount, .. others], nullable: true, [true, .. others.Select(_ => true)], typeof(decimal), amount.TypeMapping);
    }
}

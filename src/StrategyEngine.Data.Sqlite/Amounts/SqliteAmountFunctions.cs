using Microsoft.Data.Sqlite;

namespace StrategyEngine.Data.Sqlite.Amounts;

/// <summary>What SQLite is taught about amounts, beyond what EF teaches it.</summary>
internal static class SqliteAmountFunctions
{
    public const string Greater = "amount_max", Lesser = "amount_min", Absolute = "amount_abs", Floor = "amount_floor", Ceiling = "amount_ceiling", Truncated = "amount_trunc",
        Rounded = "amount_round", Sign = "amount_sign", OfDouble = "amount_of_real", RoundedDouble = "amount_round_real", ToInteger = "amount_to_integer", Stored = "amount_stored";

    private static readonly Func<decimal?, decimal?, decimal?> s_greater = static (left, right) => left is null || right is null ? null : Math.Max(left.Value, right.Value);

    private static readonly Func<decimal?, decimal?, decimal?> s_lesser = static (left, right) => left is null || right is null ? null : Math.Min(left.Value, right.Value);

    private static readonly Func<decimal?, decimal?> s_absolute = static value => value is { } amount ? Math.Abs(amount) : null;

    private static readonly Func<decimal?, decimal?> s_floor = static value => value is { } amount ? Math.Floor(amount) : null;

    private static readonly Func<decimal?, decimal?> s_ceiling = static value => value is { } amount ? Math.Ceiling(amount) : null;

    private static readonly Func<decimal?, decimal?> s_truncated = static value => value is { } amount ? Math.Truncate(amount) : null;

    private static readonly Func<decimal?, int?, decimal?> s_rounded = static (value, places) => value is { } amount && places is { } decimals ? Math.Round(amount, decimals) : null;

    private static readonly Func<decimal?, int?> s_sign = static value => value is { } amount ? Math.Sign(amount) : null;

    private static readonly Func<double?, decimal?> s_ofDouble = static value => (decimal?)value;

    private static readonly Func<double?, int?, double?> s_roundedDouble = static (value, places) => value is { } number && places is { } decimals ? Math.Round(number, decimals) : null;

    private static readonly Func<decimal?, long, long, long?> s_toInteger = static (value, least, greatest) =>
        value is not { } amount ? null
        : Math.Truncate(amount) is var whole && whole >= least && whole <= greatest ? (long)whole
        : throw new OverflowException("The query casts an amount to an integer that cannot hold it. Leave such rows out with Where, or cast to a larger integer; nothing was saved.");

    private static readonly Func<decimal?, decimal?, decimal?> s_quotient = static (dividend, divisor) => divisor == 0 && dividend is not null ? throw ByZero() : dividend / divisor;

    private static readonly Func<decimal?, decimal?, decimal?> s_remainder = static (dividend, divisor) => divisor == 0 && dividend is not null ? throw ByZero() : dividend % divisor;

    private static readonly Func<decimal?, int, int, string, decimal?> s_stored = static (value, precision, scale, failure) =>
        value is not { } amount || Fits(amount, precision, scale) ? value : throw new InvalidOperationException(failure);

    public static void Register(SqliteConnection connection)
    {
        connection.CreateFunction(Greater, s_greater, isDeterministic: true);
        connection.CreateFunction(Lesser, s_lesser, isDeterministic: true);
        connection.CreateFunction(Absolute, s_absolute, isDeterministic: true);
        connection.CreateFunction(Floor, s_floor, isDeterministic: true);
        connection.CreateFunction(Ceiling, s_ceiling, isDeterministic: true);
        connection.CreateFunction(Truncated, s_truncated, isDeterministic: true);
        connection.CreateFunction(Rounded, s_rounded, isDeterministic: true);
        connection.CreateFunction(Sign, s_sign, isDeterministic: true);
        connection.CreateFunction(OfDouble, s_ofDouble, isDeterministic: true);
        connection.CreateFunction(RoundedDouble, s_roundedDouble, isDeterministic: true);
        connection.CreateFunction(ToInteger, s_toInteger, isDeterministic: true);
        connection.CreateFunction(Stored, s_stored, isDeterministic: true);

        // EF's own answer with null, as SQLite's operators do.
        connection.CreateFunction("ef_divide", s_quotient, isDeterministic: true);
        connection.CreateFunction("ef_mod", s_remainder, isDeterministic: true);
    }

    private static DivideByZeroException ByZero() =>
        new("The query divides an amount by zero. Leave such rows out with Where, or give them a value with a conditional; nothing was saved.");

    private static bool Fits(decimal amount, int precision, int scale)
    {
        var whole = decimal.Truncate(Math.Abs(amount));
        for (var digits = precision - scale; digits > 0 && whole > 0; digits--)
            whole = decimal.Truncate(whole / 10);
        return whole == 0 && decimal.Round(amount, scale) == amount;
    }
}

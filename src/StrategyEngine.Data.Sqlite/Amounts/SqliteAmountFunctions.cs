using Microsoft.Data.Sqlite;

namespace StrategyEngine.Data.Sqlite.Amounts;

/// <summary>What SQLite is taught about amounts, beyond what EF teaches it.</summary>
internal static class SqliteAmountFunctions
{
    public const string Greater = "amount_max", Lesser = "amount_min", Absolute = "amount_abs", Floor = "amount_floor",
        Ceiling = "amount_ceiling", Truncated = "amount_trunc",
        Rounded = "amount_round", Sign = "amount_sign", OfDouble = "amount_of_real", RoundedDouble = "amount_round_real",
        ToInteger = "amount_to_integer", Stored = "amount_stored";

    private static readonly Func<decimal?, decimal?,
        decimal?> ComputeGreater = static (left, right) => left is null || right is null ? null : Math.Max(left.Value, right.Value);

    private static readonly Func<decimal?, decimal?,
        decimal?> ComputeLesser = static (left, right) => left is null || right is null ? null : Math.Min(left.Value, right.Value);

    private static readonly Func<decimal?, decimal?> ComputeAbsolute = static value => value is { } amount ? Math.Abs(amount) : null;

    private static readonly Func<decimal?, decimal?> ComputeFloor = static value => value is { } amount ? Math.Floor(amount) : null;

    private static readonly Func<decimal?, decimal?> ComputeCeiling = static value => value is { } amount ? Math.Ceiling(amount) : null;

    private static readonly Func<decimal?, decimal?> ComputeTruncated = static value => value is { } amount ? Math.Truncate(amount) : null;

    private static readonly Func<decimal?, int?,
        decimal?> ComputeRounded =
            static (value, places) => value is { } amount && places is { } decimals ? Math.Round(amount, decimals) : null;

    private static readonly Func<decimal?, int?> ComputeSign = static value => value is { } amount ? Math.Sign(amount) : null;

    private static readonly Func<double?, decimal?> ComputeOfDouble = static value => (decimal?)value;

    private static readonly Func<double?, int?,
        double?> ComputeRoundedDouble =
            static (value, places) => value is { } number && places is { } decimals ? Math.Round(number, decimals) : null;

    private static readonly Func<decimal?, long, long, long?> ComputeToInteger = static (value, least, greatest) =>
        value is not { } amount ? null
        : Math.Truncate(amount) is var whole && whole >= least && whole <= greatest ? (long)whole
        : throw new OverflowException(
            "The query casts an amount to an integer that cannot hold it. Leave such rows out with Where, or cast to a larger integer; "
            + "nothing was saved.");

    private static readonly Func<decimal?, decimal?,
        decimal?> Quotient = static (dividend, divisor) => divisor == 0 && dividend is not null ? throw ByZero() : dividend / divisor;

    private static readonly Func<decimal?, decimal?,
        decimal?> Remainder = static (dividend, divisor) => divisor == 0 && dividend is not null ? throw ByZero() : dividend % divisor;

    private static readonly Func<decimal?, int, int, string, decimal?> ComputeStored = static (value, precision, scale, failure) =>
        value is not { } amount || Fits(amount, precision, scale) ? value : throw new InvalidOperationException(failure);

    public static void Register(SqliteConnection connection)
    {
        connection.CreateFunction(Greater, ComputeGreater, isDeterministic: true);
        connection.CreateFunction(Lesser, ComputeLesser, isDeterministic: true);
        connection.CreateFunction(Absolute, ComputeAbsolute, isDeterministic: true);
        connection.CreateFunction(Floor, ComputeFloor, isDeterministic: true);
        connection.CreateFunction(Ceiling, ComputeCeiling, isDeterministic: true);
        connection.CreateFunction(Truncated, ComputeTruncated, isDeterministic: true);
        connection.CreateFunction(Rounded, ComputeRounded, isDeterministic: true);
        connection.CreateFunction(Sign, ComputeSign, isDeterministic: true);
        connection.CreateFunction(OfDouble, ComputeOfDouble, isDeterministic: true);
        connection.CreateFunction(RoundedDouble, ComputeRoundedDouble, isDeterministic: true);
        connection.CreateFunction(ToInteger, ComputeToInteger, isDeterministic: true);
        connection.CreateFunction(Stored, ComputeStored, isDeterministic: true);

        // EF's own answer with null, as SQLite's operators do.
        connection.CreateFunction("ef_divide", Quotient, isDeterministic: true);
        connection.CreateFunction("ef_mod", Remainder, isDeterministic: true);
    }

    private static DivideByZeroException ByZero() =>
        new("The query divides an amount by zero. Leave such rows out with Where, or give them a value with a conditional; nothing was "
            + "saved.");

    private static bool Fits(decimal amount, int precision, int scale)
    {
        var whole = decimal.Truncate(Math.Abs(amount));
        for (var digits = precision - scale; digits > 0 && whole > 0; digits--)
            whole = decimal.Truncate(whole / 10);
        return whole == 0 && decimal.Round(amount, scale) == amount;
    }
}

using System.Collections;
using System.Globalization;

namespace StrategyEngine.Data.Specifications.Amounts;

/// <summary>Compares results value by value, as far as is promised.</summary>
internal static class AmountComparison
{
    private const decimal HalfUnit = 0.000000005m;

    /// <summary>The values of a result: of its elements, and of their members.</summary>
    public static List<object?> Flatten(object? result) => result switch
    {
        null or string or decimal or double or float or DateTimeOffset => [result],
        IEnumerable sequence => [.. sequence.Cast<object?>().SelectMany(Flatten)],
        _ when result.GetType().Name.Contains("AnonymousType", StringComparison.Ordinal) =>
            [.. result.GetType().GetProperties().SelectMany(property => Flatten(property.GetValue(result)))],
        _ => [result],
    };

    /// <summary>Null if the results agree, or else where they do not.</summary>
    public static string? Difference(AmountPromise promise, List<object?> database, List<object?> memory)
    {
        if (database.Count != memory.Count)
            return $"{database.Count} values, not {memory.Count}";
        for (var i = 0; i < memory.Count; i++)
        {
            if (!Agree(promise, database[i], memory[i]))
                return $"value {i} is {Text(database[i])}, not {Text(memory[i])}";
        }

        return null;
    }

    private static bool Agree(AmountPromise promise, object? database, object? memory) => (promise, database, memory) switch
    {
        (AmountPromise.EightDecimals, decimal left, decimal right) => Math.Abs(left - right) <= Tolerance(right),
        (AmountPromise.Binary, double left, double right) => Math.Abs(left - right) <= Math.Abs(right) * 1e-14,
        (AmountPromise.Binary, decimal left, decimal right) => Math.Abs(left - right) <= Math.Abs(right) * 1e-14m,
        (AmountPromise.SingleBinary, float left, float right) => Math.Abs(left - right) <= Math.Abs(right) * 1e-6f,
        (_, string left, string right) => string.Equals(left, right, StringComparison.Ordinal),
        _ => Equals(database, memory),
    };

    // A decimal of many digits before the point has fewer than eight behind it.
    private static decimal Tolerance(decimal value) => HalfUnit + (Math.Abs(value) / 1_000_000_000_000_000_000_000_000_000m);

    private static string Text(object? value) => value switch
    {
        null => "null",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}

namespace StrategyEngine.Data.Specifications;

/// <summary>
/// How often a test of chance repeats itself, and how many processes race in it: a few by default, all of them when asked.
/// </summary>
/// <remarks>
/// The environment variable <c>TRADING_TEST_ROUNDS</c> decides: <c>full</c> asks for all rounds of every test, <c>3/7</c> for those of the
/// tests of part 3. docs/testing.md names the tests of each part.
/// </remarks>
public static class Rounds
{
    /// <summary>The environment variable.</summary>
    public const string Variable = "TRADING_TEST_ROUNDS";

    /// <summary>Into how many parts the tests are divided, one for each day of a week.</summary>
    public const int Parts = 7;

    /// <summary>The rounds of a test in this run.</summary>
    /// <param name="standard">By default.</param>
    /// <param name="full">Where all are asked for.</param>
    /// <param name="part">The part that the test belongs to: 1 to <see cref="Parts"/>.</param>
    public static int Of(int standard, int full, int part) => Of(standard, full, part, Environment.GetEnvironmentVariable(Variable));

    /// <summary>Whether the tests of a part run, of those that a choice of parts leaves out.</summary>
    /// <param name="part">The part: 1 to <see cref="Parts"/>.</param>
    /// <param name="asked">What the environment variable says.</param>
    public static bool Takes(int part, string? asked) => asked is null or "" || Of(standard: 0, full: 1, part, asked) == 1;

    /// <inheritdoc cref="Of(int, int, int)"/>
    /// <param name="standard">By default.</param>
    /// <param name="full">Where all are asked for.</param>
    /// <param name="part">The part that the test belongs to.</param>
    /// <param name="asked">What the environment variable says.</param>
    public static int Of(int standard, int full, int part, string? asked)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(part, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(part, Parts);
        return asked switch
        {
            null or "" => standard,
            "full" => full,
            [>= '1' and <= '7' and var chosen, '/', '7'] => part == chosen - '0' ? full : standard,
            _ => throw new ArgumentException($"{Variable} is '{asked}': neither empty, nor 'full', nor '1/{Parts}' to '{Parts}/{Parts}'."),
        };
    }
}

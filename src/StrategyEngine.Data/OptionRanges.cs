using System.Globalization;
using System.Runtime.CompilerServices;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data;

/// <summary>Collects every option that is out of its range, so that all of them are reported together. Not thread-safe.</summary>
/// <remarks>
/// The one way in which options are checked: those of <c>AddTradingData</c> when the host starts
/// (<see cref="TradingDataConfigurationException"/>), those
/// that are passed to a call or constructor when it begins (<see cref="OptionsOutOfRangeException"/>). No option holds a secret, so that
/// its value may be told.
/// </remarks>
public sealed class OptionRanges
{
    private readonly string _owner;
    private readonly List<string> _failures = [];

    /// <summary>Begins without a failure.</summary>
    /// <param name="owner">The name of the options class.</param>
    public OptionRanges(string owner) => _owner = owner;

    /// <summary>
    /// A sentence for each option that is out of range: its name, the value that was given, and the range. Empty if there is none.
    /// </summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>Requires a value from a minimum to a maximum, both allowed.</summary>
    /// <typeparam name="T">The type of the option.</typeparam>
    /// <param name="value">The value of the option.</param>
    /// <param name="minimum">The least value that is allowed.</param>
    /// <param name="maximum">The largest value that is allowed.</param>
    /// <param name="name">The property; by default the expression given as <paramref name="value"/>.</param>
    public void Within<T>(T value, T minimum, T maximum, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : IComparable<T>, IFormattable
    {
        if (!(value.CompareTo(minimum) >= 0 && value.CompareTo(maximum) <= 0))
            Refuse(name, value, $"set it between {Text(minimum)} and {Text(maximum)}");
    }

    /// <summary>The failures of options; empty if all are in range.</summary>
    internal static IReadOnlyList<string> Find(IRangedOptions options)
    {
        var ranges = new OptionRanges(options.GetType().Name);
        options.Check(ranges);
        return ranges.Failures;
    }

    /// <summary>Refuses options of a call or constructor that are out of range; null stands for the defaults.</summary>
    /// <exception cref="OptionsOutOfRangeException">An option is out of range; the message names every one that is.</exception>
    internal static void Demand(IRangedOptions? options, [CallerArgumentExpression(nameof(options))] string parameter = "")
    {
        if (options is not null && Find(options) is { Count: > 0 } failures)
            throw new OptionsOutOfRangeException(options.Code, failures, parameter);
    }

    internal void AtLeast<T>(T value, T minimum, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : IComparable<T>, IFormattable
    {
        if (value.CompareTo(minimum) < 0)
            Refuse(name, value, $"set it to {Text(minimum)} or more");
    }

    /// <summary>Requires a value above a limit that is itself not allowed. NaN is above nothing.</summary>
    internal void Above<T>(T value, T limit, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : IComparable<T>, IFormattable
    {
        if (value.CompareTo(limit) <= 0)
            Refuse(name, value, $"set it above {Text(limit)}");
    }

    /// <summary>Requires a value above a limit that is itself not allowed, and at most a maximum. NaN is in no range.</summary>
    internal void AboveUpTo<T>(T value, T limit, T maximum, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : IComparable<T>, IFormattable
    {
        if (!(value.CompareTo(limit) > 0 && value.CompareTo(maximum) <= 0))
            Refuse(name, value, $"set it above {Text(limit)}, to {Text(maximum)} at most");
    }

    /// <summary>Requires a time to wait: zero or more, or for ever.</summary>
    internal void Wait(TimeSpan value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value < TimeSpan.Zero && value != Timeout.InfiniteTimeSpan)
            Refuse(name, value, "set it to zero, which tries once, to more, or to Timeout.InfiniteTimeSpan, which waits for ever");
    }

    internal void AtMost(TimeSpan value, TimeSpan limit, string name, string limitName)
    {
        if (value > limit)
            Add($"{_owner}.{name} is {Text(value)}, longer than {_owner}.{limitName}, {Text(limit)}; lower it or raise {limitName}.");
    }

    internal void Defined<TEnum>(TEnum value, [CallerArgumentExpression(nameof(value))] string name = "")
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
            Add($"{_owner}.{name} is {value:D}; set it to one of {string.Join(", ", Enum.GetNames<TEnum>())}.");
    }

    internal void Name(string? value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value is { Length: >= 1 and <= 200 } && !value.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))))
            Refuse(name, Shown(value), "set it to 1 to 200 printable characters without white space");
    }

    internal void Present(object? value, string instead, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value is null)
            Refuse(name, "null", $"set it to {instead}");
    }

    /// <summary>Requires a collection, and a text in each of its places.</summary>
    internal void Texts(IEnumerable<string?>? values, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        Present(values, "an empty list for none", name);
        foreach (var (i, value) in (values ?? []).Index())
            Present(value, "a text, or leave it out", $"{name}[{i}]");
    }

    /// <summary>Reports an option as out of range.</summary>
    /// <param name="name">The property.</param>
    /// <param name="value">The value that was given.</param>
    /// <param name="range">What to set it to, such as <c>set it between 1 and 5</c>.</param>
    internal void Refuse<T>(string name, T value, string range) => Add($"{_owner}.{name} is {Text(value)}; {range}.");

    /// <summary>A text as it is shown in a failure.</summary>
    internal static string Shown(string? text) => text is null
        ? "null"
        : $"'{new string([.. text.Take(200).Select(c => char.IsControl(c) ? '\uFFFD' : c)])}'{(text.Length > 200 ? "…" : "")}";

    private void Add(FormattableString failure) => _failures.Add(failure.ToString(CultureInfo.InvariantCulture));

    private static string Text<T>(T value) =>
        value is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : $"{value}";

    /// <summary>Which options, and what is wrong with them.</summary>
    public override string ToString() => Printed.Text($"OptionRanges of {_owner}, failures {_failures}");
}

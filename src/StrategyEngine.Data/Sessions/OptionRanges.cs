using System.Globalization;
using Microsoft.Extensions.Options;

namespace StrategyEngine.Data.Sessions;

/// <summary>Collects what is out of range, so that all of it is reported together.</summary>
internal sealed class OptionRanges(string owner)
{
    private readonly List<string> _failures = [];

    public IReadOnlyList<string> Failures => _failures;

    public ValidateOptionsResult Result => _failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_failures);

    public void Within(TimeSpan value, TimeSpan minimum, TimeSpan maximum, string name) =>
        Require(value >= minimum && value <= maximum, Text($"{owner}.{name} is {value:c}; set it between {minimum:c} and {maximum:c}."));

    public void Within(int value, int minimum, int maximum, string name) =>
        Require(value >= minimum && value <= maximum, Text($"{owner}.{name} is {value}; set it between {minimum} and {maximum}."));

    public void Defined<TEnum>(TEnum value, string name)
        where TEnum : struct, Enum =>
        Require(Enum.IsDefined(value), Text($"{owner}.{name} is {value}; set it to one of {string.Join(", ", Enum.GetNames<TEnum>())}."));

    public void Name(string? value, string name) => Require(
        value is { Length: >= 1 and <= 200 } && !value.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)),
        Text($"{owner}.{name} must have 1 to 200 printable characters without white space."));

    public void AtMost(TimeSpan value, TimeSpan limit, string name, string limitName) =>
        Require(value <= limit, Text($"{owner}.{name} is {value:c}, longer than {owner}.{limitName}, {limit:c}; lower it or raise {limitName}."));

    public void Require(bool holds, string failure)
    {
        if (!holds)
        {
            _failures.Add(failure);
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

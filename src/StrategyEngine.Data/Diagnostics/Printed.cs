using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace StrategyEngine.Data.Diagnostics;

/// <summary>How the library's types print: on one line, alike in every culture, and no type names in place of what they hold.</summary>
/// <remarks>
/// Instants are in UTC, as <c>2026-03-01T12:00:00Z</c>. A list is its count and its first item, <c>3 (first, …)</c>; bytes are their
/// number. It prints what it is given: a type that holds a secret says itself what may be seen.
/// </remarks>
internal sealed class Printed : IFormatProvider, ICustomFormatter
{
    private const int LongestText = 200;

    private static readonly Printed Style = new();
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> DeclaredByType = new();

    private Printed()
    {
    }

    /// <summary>A text whose holes are printed.</summary>
    public static string Text(FormattableString text) => text.ToString(Style);

    /// <summary>The name of a type and what its public properties hold, as a record prints.</summary>
    public static string Whole<T>(T value)
        where T : notnull
    {
        var builder = new StringBuilder(typeof(T).Name).Append(" { ");
        Members(builder, value);
        return builder.Append(" }").ToString();
    }

    /// <summary>For the <c>PrintMembers</c> of a record: each public property that the type itself declares.</summary>
    public static bool Members<T>(StringBuilder builder, T record)
        where T : notnull
    {
        var separator = "";
        foreach (var member in DeclaredByType.GetOrAdd(typeof(T), Declared))
        {
            builder.Append(separator).Append(member.Name).Append(" = ").Append(Value(member.GetValue(record)));
            separator = ", ";
        }

        return separator.Length > 0;
    }

    /// <summary>For the <c>PrintMembers</c> of a record that chooses what it prints.</summary>
    public static bool Only(StringBuilder builder, FormattableString members)
    {
        builder.Append(Text(members));
        return true;
    }

    /// <summary>A number of things, in the singular for one.</summary>
    /// <param name="number">How many.</param>
    /// <param name="noun">What one is called.</param>
    public static string Count(long number, string noun) => Text($"{number} {noun}{(number == 1 ? "" : "s")}");

    /// <summary>An open time; as the number that it is where the calendar has none.</summary>
    public static string OpenTime(long milliseconds) =>
        milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? Value(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds))
            : milliseconds.ToString(CultureInfo.InvariantCulture);

    object? IFormatProvider.GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

    string ICustomFormatter.Format(string? format, object? arg, IFormatProvider? formatProvider) =>
        format is not null && arg is IFormattable value ? value.ToString(format, CultureInfo.InvariantCulture) : Value(arg);

    // In the order of the declaration, which reflection does not promise.
    private static PropertyInfo[] Declared(Type type) =>
    [
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0)
            .OrderBy(property => property.MetadataToken),
    ];

    private static string Value(object? value) => value switch
    {
        null => "null",
        string text => Line(text),
        DateTimeOffset instant => Instant(instant.UtcDateTime),
        DateTime instant => Instant(instant),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        byte[] bytes => Count(bytes.Length, "byte"),
        Uri address => address.IsAbsoluteUri ? $"{address.Scheme}://{address.Authority}" : "a relative address",
        Type type => type.Name,
        Delegate => "given",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IDictionary entries => List(entries.Count, entries.Keys.Cast<object>().Select(key => $"{Value(key)}: {Value(entries[key])}")),
        ICollection items => List(items.Count, items.Cast<object?>().Select(Value)),
        IEnumerable items => Value(items.Cast<object?>().ToArray()),
        _ => value.ToString() ?? "",
    };

    private static string Instant(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static string List(int count, IEnumerable<string> items) => count switch
    {
        0 => "0",
        1 => Text($"1 ({items.First()})"),
        _ => Text($"{count} ({items.First()}, …)"),
    };

    // Not through the midst of a character that takes two units.
    private static string Line(string text)
    {
        if (text.Length <= LongestText)
            return text.ReplaceLineEndings(" ");
        var length = char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText;
        return string.Concat(text.AsSpan(0, length), "…").ReplaceLineEndings(" ");
    }
}

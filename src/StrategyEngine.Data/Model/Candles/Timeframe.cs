using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace StrategyEngine.Data.Model;

/// <summary>The length of a candle: one of a closed set, written as a short code such as <c>1m</c>, <c>4h</c> or <c>1mo</c>.</summary>
/// <remarks>
/// <para>There is one instance per code, so that <c>==</c>, also in a LINQ query, compares as expected. Immutable and thread-safe.</para>
/// <para>A month is <c>1mo</c>, never <c>1M</c>, which a case-insensitive collation takes for a minute. Boundaries are those of UTC:
/// days open at midnight, weeks on Monday (ISO 8601), months on the first.</para>
/// </remarks>
[JsonConverter(typeof(TimeframeJsonConverter))]
public sealed class Timeframe : ISpanParsable<Timeframe>
{
    private const long Second = 1_000;
    private const long Minute = 60 * Second;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;
    private const long Week = 7 * Day;

    // 1970-01-05, the first Monday of the Unix era.
    private const long FirstMonday = 4 * Day;

    private readonly long _milliseconds;

    private Timeframe(string code, long milliseconds)
    {
        Code = code;
        _milliseconds = milliseconds;
    }

    /// <summary>One second, <c>1s</c>.</summary>
    public static Timeframe OneSecond { get; } = new("1s", Second);

    /// <summary>One minute, <c>1m</c>.</summary>
    public static Timeframe OneMinute { get; } = new("1m", Minute);

    /// <summary>Three minutes, <c>3m</c>.</summary>
    public static Timeframe ThreeMinutes { get; } = new("3m", 3 * Minute);

    /// <summary>Five minutes, <c>5m</c>.</summary>
    public static Timeframe FiveMinutes { get; } = new("5m", 5 * Minute);

    /// <summary>Fifteen minutes, <c>15m</c>.</summary>
    public static Timeframe FifteenMinutes { get; } = new("15m", 15 * Minute);

    /// <summary>Thirty minutes, <c>30m</c>.</summary>
    public static Timeframe ThirtyMinutes { get; } = new("30m", 30 * Minute);

    /// <summary>One hour, <c>1h</c>.</summary>
    public static Timeframe OneHour { get; } = new("1h", Hour);

    /// <summary>Two hours, <c>2h</c>.</summary>
    public static Timeframe TwoHours { get; } = new("2h", 2 * Hour);

    /// <summary>Four hours, <c>4h</c>.</summary>
    public static Timeframe FourHours { get; } = new("4h", 4 * Hour);

    /// <summary>Six hours, <c>6h</c>.</summary>
    public static Timeframe SixHours { get; } = new("6h", 6 * Hour);

    /// <summary>Eight hours, <c>8h</c>.</summary>
    public static Timeframe EightHours { get; } = new("8h", 8 * Hour);

    /// <summary>Twelve hours, <c>12h</c>.</summary>
    public static Timeframe TwelveHours { get; } = new("12h", 12 * Hour);

    /// <summary>One day from midnight UTC, <c>1d</c>.</summary>
    public static Timeframe OneDay { get; } = new("1d", Day);

    /// <summary>One week from Monday, midnight UTC, <c>1w</c>.</summary>
    public static Timeframe OneWeek { get; } = new("1w", Week);

    /// <summary>One calendar month from the first, midnight UTC, <c>1mo</c>: the only timeframe without a fixed length.</summary>
    public static Timeframe OneMonth { get; } = new("1mo", 0);

    /// <summary>Every timeframe, shortest first.</summary>
    public static IReadOnlyList<Timeframe> All { get; } = Array.AsReadOnly<Timeframe>(
    [
        OneSecond, OneMinute, ThreeMinutes, FiveMinutes, FifteenMinutes, ThirtyMinutes,
        OneHour, TwoHours, FourHours, SixHours, EightHours, TwelveHours, OneDay, OneWeek, OneMonth,
    ]);

    /// <summary>The code under which the timeframe is stored, such as <c>1h</c>.</summary>
    public string Code { get; }

    /// <summary>The length, or null for <see cref="OneMonth"/>, whose length depends on the calendar.</summary>
    public TimeSpan? Duration => _milliseconds == 0 ? null : TimeSpan.FromMilliseconds(_milliseconds);

    private long Phase => _milliseconds == Week ? FirstMonday : 0;

    /// <summary>Reads a code.</summary>
    /// <param name="code">A code exactly as <see cref="Code"/> writes it; case matters.</param>
    /// <exception cref="FormatException">It is not the code of a timeframe.</exception>
    public static Timeframe Parse(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return Parse(code.AsSpan(), null);
    }

    /// <summary>Reads a code, if it is one.</summary>
    /// <param name="code">A code exactly as <see cref="Code"/> writes it; case matters.</param>
    /// <param name="timeframe">The timeframe, or null.</param>
    /// <returns>Whether <paramref name="code"/> is the code of a timeframe.</returns>
    public static bool TryParse([NotNullWhen(true)] string? code, [MaybeNullWhen(false)] out Timeframe timeframe) =>
        TryParse(code.AsSpan(), null, out timeframe);

    /// <inheritdoc/>
    public static Timeframe Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, provider, out var timeframe)
            ? timeframe
            : throw new FormatException($"'{s}' is not a timeframe; the codes are {string.Join(", ", All)}.");

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, [MaybeNullWhen(false)] out Timeframe result)
    {
        foreach (var timeframe in All)
        {
            if (s.SequenceEqual(timeframe.Code))
            {
                result = timeframe;
                return true;
            }
        }

        result = null;
        return false;
    }

    static Timeframe IParsable<Timeframe>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<Timeframe>.TryParse(string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Timeframe result) =>
        TryParse(s, out result);

    /// <summary>The open time of the candle that contains an instant.</summary>
    /// <param name="instant">Any instant; its offset does not matter.</param>
    /// <returns>The latest boundary that is not after <paramref name="instant"/>, in UTC.</returns>
    public DateTimeOffset Floor(DateTimeOffset instant) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Floor(instant.ToUnixTimeMilliseconds()));

    /// <summary>The open time of the candle that follows the one that contains an instant: the end, exclusive, of the latter.</summary>
    /// <param name="instant">Any instant; its offset does not matter.</param>
    /// <returns>The first boundary after <paramref name="instant"/>, in UTC.</returns>
    public DateTimeOffset Next(DateTimeOffset instant) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Next(instant.ToUnixTimeMilliseconds()));

    /// <summary><see cref="Floor(DateTimeOffset)"/> on Unix milliseconds.</summary>
    /// <param name="unixMilliseconds">An instant in milliseconds since 1970-01-01T00:00Z; may be negative.</param>
    public long Floor(long unixMilliseconds)
    {
        if (_milliseconds == 0)
        {
            var instant = DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds);
            return MonthStart(instant.Year, instant.Month);
        }

        var sinceBoundary = (unixMilliseconds - Phase) % _milliseconds;
        return unixMilliseconds - (sinceBoundary < 0 ? sinceBoundary + _milliseconds : sinceBoundary);
    }

    /// <summary><see cref="Next(DateTimeOffset)"/> on Unix milliseconds.</summary>
    /// <param name="unixMilliseconds">An instant in milliseconds since 1970-01-01T00:00Z; may be negative.</param>
    public long Next(long unixMilliseconds)
    {
        if (_milliseconds != 0)
            return Floor(unixMilliseconds) + _milliseconds;

        var instant = DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds);
        return instant.Month == 12 ? MonthStart(instant.Year + 1, 1) : MonthStart(instant.Year, instant.Month + 1);
    }

    /// <summary>Whether an instant is the open time of a candle of this timeframe.</summary>
    /// <param name="unixMilliseconds">An instant in milliseconds since 1970-01-01T00:00Z; may be negative.</param>
    public bool IsBoundary(long unixMilliseconds) => Floor(unixMilliseconds) == unixMilliseconds;

    /// <summary>
    /// How many candles lie between the one that contains an instant and the first of the Unix era, which has the number 0; negative before
    /// it.
    /// </summary>
    internal long Number(long unixMilliseconds)
    {
        if (_milliseconds == 0)
        {
            var instant = DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds);
            return ((instant.Year - 1970) * 12L) + instant.Month - 1;
        }

        var sinceFirst = unixMilliseconds - Phase;
        var number = sinceFirst / _milliseconds;
        return sinceFirst % _milliseconds < 0 ? number - 1 : number;
    }

    /// <summary>The open time of the candle with a number.</summary>
    internal long OpenTime(long number)
    {
        if (_milliseconds != 0)
            return (number * _milliseconds) + Phase;
        var (year, month) = (1970 + Math.DivRem(number, 12, out var rest), rest);
        return rest < 0 ? MonthStart((int)year - 1, (int)month + 13) : MonthStart((int)year, (int)month + 1);
    }

    /// <returns>The code.</returns>
    public override string ToString() => Code;

    private static long MonthStart(int year, int month) =>
        new DateTimeOffset(year, month, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
}

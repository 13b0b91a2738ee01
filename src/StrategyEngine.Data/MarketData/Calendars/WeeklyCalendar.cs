using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.MarketData.Calendars;

/// <summary>A table of weekly sessions in the time zone of a venue, with the days on which it is closed.</summary>
/// <remarks>
/// Thread-safe. It has no session in the first and the last two weeks of the years 1 to 9999. Where clocks are put forward, a time that
/// does not exist counts as an hour later; where they are put back, a time that exists twice is the second.
/// </remarks>
public sealed class WeeklyCalendar : ITradingCalendar
{
    private const int DaysPerWeek = 7;

    private static readonly DateTimeOffset Earliest = DateTimeOffset.MinValue.AddDays(2 * DaysPerWeek);
    private static readonly DateTimeOffset Latest = DateTimeOffset.MaxValue.AddDays(-2 * DaysPerWeek);

    private readonly TimeZoneInfo _timeZone;
    private readonly HashSet<DateOnly> _holidays;
    private readonly IReadOnlyList<WeeklySession> _sessions;

    /// <summary>Creates a calendar.</summary>
    /// <param name="timeZone">The time zone of the venue, such as <c>TimeZoneInfo.FindSystemTimeZoneById("America/New_York")</c>.</param>
    /// <param name="sessions">The sessions of a week, in any order; those that overlap or touch are one.</param>
    /// <param name="holidays">The dates, in the time zone of the venue, on which it does not trade from midnight to midnight; null for
    /// none.</param>
    /// <exception cref="ArgumentException">There is no session.</exception>
    public WeeklyCalendar(TimeZoneInfo timeZone, IEnumerable<WeeklySession> sessions, IEnumerable<DateOnly>? holidays = null)
    {
        ArgumentNullException.ThrowIfNull(timeZone);
        ArgumentNullException.ThrowIfNull(sessions);
        _timeZone = timeZone;
        _sessions = [.. sessions];
        if (_sessions.Count == 0)
            throw new ArgumentException("A calendar without a session expects no candle at all. Give it at least one.", nameof(sessions));
        _holidays = holidays is null ? [] : [.. holidays];
    }

    /// <summary>A calendar of one session on each of several days, such as a stock exchange has.</summary>
    /// <param name="timeZone">The time zone of the venue.</param>
    /// <param name="open">The time of day at which it opens.</param>
    /// <param name="close">The time of day at which it closes, exclusive; if not after <paramref name="open"/>, of the next day.</param>
    /// <param name="days">The days of the week; Monday to Friday if none is named.</param>
    public static WeeklyCalendar Daily(TimeZoneInfo timeZone, TimeOnly open, TimeOnly close, params IEnumerable<DayOfWeek> days)
    {
        ArgumentNullException.ThrowIfNull(days);
        IReadOnlyList<DayOfWeek> all = [.. days];
        if (all.Count == 0)
            all = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];
        return new WeeklyCalendar(
            timeZone,
            all.Select(day => new WeeklySession(day, open, close > open ? day : (DayOfWeek)(((int)day + 1) % DaysPerWeek), close)));
    }

    /// <summary>The same calendar with days on which the venue does not trade.</summary>
    /// <param name="holidays">The dates, in the time zone of the venue.</param>
    public WeeklyCalendar WithHolidays(params IEnumerable<DateOnly> holidays) => new(_timeZone, _sessions, _holidays.Union(holidays));

    /// <inheritdoc />
    public IEnumerable<TradingSession> GetSessions(DateTimeOffset from, DateTimeOffset until)
    {
        // Time zones and weeks reach beyond the calendar there.
        from = from < Earliest ? Earliest : from;
        until = until > Latest ? Latest : until;
        var merged = new TradingSession(DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        foreach (var session in Spans(from, until).Where(session => session.End > from && session.Start < until))
        {
            if (session.Start <= merged.End)
            {
                merged = merged with { End = session.End > merged.End ? session.End : merged.End };
                continue;
            }

            if (merged.End > merged.Start)
                yield return merged;
            merged = session;
        }

        if (merged.End > merged.Start)
            yield return merged;
    }

    /// <summary>
    /// The sessions of every day from a week before the start, cut where a holiday begins or ends, in ascending order of their starts.
    /// </summary>
    private IEnumerable<TradingSession> Spans(DateTimeOffset from, DateTimeOffset until)
    {
        var last = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(until, _timeZone).DateTime);
        for (var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(from, _timeZone).DateTime).AddDays(-DaysPerWeek);
            day <= last; day = day.AddDays(1))
        {
            foreach (var session in _sessions.Where(session => session.OpenDay == day.DayOfWeek).OrderBy(session => session.Open))
            {
                foreach (var (start, end) in WithoutHolidays(day.ToDateTime(session.Open), CloseOf(session, day)))
                    yield return new TradingSession(ToInstant(start), ToInstant(end));
            }
        }
    }

    private static DateTime CloseOf(WeeklySession session, DateOnly day)
    {
        var days = ((int)session.CloseDay - (int)session.OpenDay + DaysPerWeek) % DaysPerWeek;
        return day.AddDays(days == 0 && session.Close <= session.Open ? DaysPerWeek : days).ToDateTime(session.Close);
    }

    private IEnumerable<(DateTime Start, DateTime End)> WithoutHolidays(DateTime start, DateTime end)
    {
        if (_holidays.Count == 0)
        {
            yield return (start, end);
            yield break;
        }

        while (start < end)
        {
            var date = DateOnly.FromDateTime(start);
            var next = date.AddDays(1).ToDateTime(TimeOnly.MinValue);
            if (!_holidays.Contains(date))
                yield return (start, next < end ? next : end);
            start = next;
        }
    }

    private DateTimeOffset ToInstant(DateTime local)
    {
        if (_timeZone.IsInvalidTime(local))
            local = local.AddHours(1);
        return new DateTimeOffset(local, _timeZone.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>Time zone, sessions and holidays.</summary>
    public override string ToString() =>
        Printed.Text($"WeeklyCalendar in {_timeZone.Id}, {Printed.Count(_sessions.Count, "session")}, ")
        + Printed.Count(_holidays.Count, "holiday");
}

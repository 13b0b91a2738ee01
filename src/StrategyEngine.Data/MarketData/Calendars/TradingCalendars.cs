namespace StrategyEngine.Data.MarketData.Calendars;

/// <summary>Calendars that need no table.</summary>
public static class TradingCalendars
{
    private static readonly Lazy<WeeklyCalendar> Forex = new(() => new WeeklyCalendar(
        TimeZoneInfo.FindSystemTimeZoneById("America/New_York"),
        [new WeeklySession(DayOfWeek.Sunday, new TimeOnly(17, 0), DayOfWeek.Friday, new TimeOnly(17, 0))]));

    /// <summary>Day and night, all year, as venues for crypto trade.</summary>
    public static ITradingCalendar AlwaysOpen { get; } = new AlwaysOpenCalendar();

    /// <summary>From Sunday 17:00 to Friday 17:00 in New York, whatever the season; no holidays.</summary>
    /// <exception cref="TimeZoneNotFoundException">The system has no time zone data; install <c>tzdata</c>.</exception>
    public static ITradingCalendar ForexWeek => Forex.Value;
}

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.MarketData.Calendars;
using StrategyEngine.Data.MarketData.Completeness;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Tests.MarketData.Calendars;

public sealed class TradingCalendarTests
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    [Test]
    public void The_forex_week_moves_with_the_clocks_of_New_York()
    {
        // Clocks went forward on 2024-03-10 and back on 2024-11-03.
        Sessions(TradingCalendars.ForexWeek, "2024-03-04", "2024-03-16").Should().Equal(
            ("2024-03-03 22:00", "2024-03-08 22:00"), ("2024-03-10 21:00", "2024-03-15 21:00"));
        Sessions(TradingCalendars.ForexWeek, "2024-10-29", "2024-11-09").Should().Equal(
            ("2024-10-27 21:00", "2024-11-01 21:00"), ("2024-11-03 22:00", "2024-11-08 22:00"));
        Sessions(TradingCalendars.ForexWeek, "2024-03-09", "2024-03-10").Should().BeEmpty();
    }

    [Test]
    public void A_stock_exchange_has_a_session_a_day_and_holidays()
    {
        var exchange = WeeklyCalendar.Daily(NewYork, new TimeOnly(9, 30), new TimeOnly(16, 0)).WithHolidays(new DateOnly(2024, 7, 4));

        Sessions(exchange, "2024-07-03", "2024-07-09").Should().Equal(
            ("2024-07-03 13:30", "2024-07-03 20:00"), ("2024-07-05 13:30", "2024-07-05 20:00"), ("2024-07-08 13:30", "2024-07-08 20:00"));
    }

    [Test]
    public void Sessions_that_touch_or_overlap_are_one()
    {
        var calendar = new WeeklyCalendar(TimeZoneInfo.Utc, Enum.GetValues<DayOfWeek>().SelectMany(day => new WeeklySession[]
        {
            new(day, new TimeOnly(0, 0), day, new TimeOnly(13, 0)),
            new(day, new TimeOnly(12, 0), (DayOfWeek)(((int)day + 1) % 7), new TimeOnly(0, 0)),
        }));

        Sessions(calendar, "2024-07-03", "2024-07-05").Should().ContainSingle();
    }

    [Test]
    public void A_holiday_cuts_a_session_that_lasts_for_days()
    {
        var calendar = new WeeklyCalendar(
            TimeZoneInfo.Utc,
            [new WeeklySession(DayOfWeek.Sunday, new TimeOnly(22, 0), DayOfWeek.Friday, new TimeOnly(22, 0))],
            [new DateOnly(2024, 12, 25)]);

        Sessions(calendar, "2024-12-22", "2024-12-28").Should()
            .Equal(("2024-12-22 22:00", "2024-12-25 00:00"), ("2024-12-26 00:00", "2024-12-27 22:00"));
    }

    [Test]
    public void A_session_of_a_whole_week_never_closes()
    {
        var calendar = new WeeklyCalendar(
            TimeZoneInfo.Utc, [new WeeklySession(DayOfWeek.Monday, TimeOnly.MinValue, DayOfWeek.Monday, TimeOnly.MinValue)]);

        ExpectedCandles.Between(Timeframe.OneHour, Milliseconds("2024-07-01"), Milliseconds("2024-07-22"), calendar).Should()
            .HaveCount(21 * 24);
    }

    [Test]
    public void The_ends_of_the_calendar_have_no_sessions_and_no_error()
    {
        TradingCalendars.ForexWeek.GetSessions(DateTimeOffset.MinValue, DateTimeOffset.MinValue.AddDays(28)).Should()
            .NotBeEmpty().And.OnlyContain(session => session.Start.Year == 1);
        TradingCalendars.ForexWeek.GetSessions(DateTimeOffset.MaxValue.AddDays(-28), DateTimeOffset.MaxValue).Should()
            .NotBeEmpty().And.OnlyContain(session => session.End.Year == 9999);
    }

    [Test]
    public void A_calendar_without_a_session_is_refused() =>
        FluentActions.Invoking(() => new WeeklyCalendar(TimeZoneInfo.Utc, [])).Should().Throw<ArgumentException>().WithMessage("*session*");

    [Test]
    public void A_candle_is_expected_if_the_venue_trades_in_any_moment_of_it()
    {
        // Sunday evening belongs to the candle of Sunday, Friday ends before its candle does, Saturday has none.
        Expected(Timeframe.OneDay, "2024-07-05", "2024-07-09").Should().Equal("2024-07-05", "2024-07-07", "2024-07-08");
        Expected(Timeframe.OneWeek, "2024-07-01", "2024-07-15").Should().Equal("2024-07-01", "2024-07-08");
        Expected(Timeframe.FourHours, "2024-07-05 16:00", "2024-07-08 04:00").Should()
            .Equal("2024-07-05 16:00", "2024-07-05 20:00", "2024-07-07 20:00", "2024-07-08");
        Expected(Timeframe.OneMinute, "2024-07-05 20:58", "2024-07-07 21:02").Should()
            .Equal("2024-07-05 20:58", "2024-07-05 20:59", "2024-07-07 21:00", "2024-07-07 21:01");
    }

    private static IEnumerable<string> Expected(Timeframe timeframe, string from, string to) =>
        ExpectedCandles.Between(timeframe, Milliseconds(from), Milliseconds(to), TradingCalendars.ForexWeek)
            .Select(openTime => Text(DateTimeOffset.FromUnixTimeMilliseconds(openTime)).Replace(" 00:00", "", StringComparison.Ordinal));

    private static IEnumerable<(string, string)> Sessions(ITradingCalendar calendar, string from, string to) =>
        calendar.GetSessions(Instant(from), Instant(to)).Select(session => (Text(session.Start), Text(session.End)));

    private static DateTimeOffset Instant(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal);

    private static long Milliseconds(string text) => Instant(text).ToUnixTimeMilliseconds();

    private static string Text(DateTimeOffset instant) =>
        instant.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}

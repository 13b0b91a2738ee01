using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;

namespace StrategyEngine.Data.Tests.Performance;

public sealed class PeriodBoundsTests
{
    [Test]
    public void A_day_is_that_of_utc() =>
        Bounds(MetricsPeriod.Daily, "2024-03-01T01:30:00+02:00").Should().Be(Between("2024-02-29", "2024-03-01"));

    [TestCase("2024-12-30T00:00:00Z", "2024-12-30", "2025-01-06")]
    [TestCase("2025-01-01T12:00:00Z", "2024-12-30", "2025-01-06")]
    [TestCase("2025-01-05T23:59:59.999Z", "2024-12-30", "2025-01-06")]
    [TestCase("2025-01-06T00:00:00Z", "2025-01-06", "2025-01-13")]
    public void A_week_begins_on_monday(string instant, string start, string end) =>
        Bounds(MetricsPeriod.Weekly, instant).Should().Be(Between(start, end));

    [TestCase("2024-02-29T23:59:59Z", "2024-02-01", "2024-03-01")]
    [TestCase("2024-12-31T23:00:00-02:00", "2025-01-01", "2025-02-01")]
    public void A_month_is_that_of_the_calendar(string instant, string start, string end) =>
        Bounds(MetricsPeriod.Monthly, instant).Should().Be(Between(start, end));

    [TestCase("2024-12-31T23:59:59Z", "2024-01-01", "2025-01-01")]
    [TestCase("2024-12-31T23:00:00-02:00", "2025-01-01", "2026-01-01")]
    public void A_year_is_that_of_the_calendar(string instant, string start, string end) =>
        Bounds(MetricsPeriod.Yearly, instant).Should().Be(Between(start, end));

    [TestCase(MetricsPeriod.Daily, "2024-03-01T00:00:00Z", "2024-02-29", "2024-03-01")]
    [TestCase(MetricsPeriod.Weekly, "2025-01-06T00:00:00Z", "2024-12-30", "2025-01-06")]
    [TestCase(MetricsPeriod.Monthly, "2024-03-01T00:00:00Z", "2024-02-01", "2024-03-01")]
    [TestCase(MetricsPeriod.Yearly, "2025-01-01T02:00:00+02:00", "2024-01-01", "2025-01-01")]
    [TestCase(MetricsPeriod.Yearly, "2025-01-01T00:00:00.001Z", "2025-01-01", "2026-01-01")]
    public void Equity_at_midnight_closes_the_period_that_ends_then(MetricsPeriod period, string instant, string start, string end) =>
        PeriodBounds.ClosedBy(period, DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture))
            .Should().Be(Between(start, end));

    private static PeriodBounds Bounds(MetricsPeriod period, string instant) =>
        PeriodBounds.Containing(period, DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture));

    private static PeriodBounds Between(string start, string end) => new(Midnight(start), Midnight(end));

    private static DateTimeOffset Midnight(string date) =>
        new(DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture), TimeOnly.MinValue, TimeSpan.Zero);
}

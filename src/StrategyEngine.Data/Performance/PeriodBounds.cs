using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Performance;

/// <summary>Where the periods of performance rows begin and end: at midnight UTC, weeks on Monday (ISO 8601).</summary>
internal readonly record struct PeriodBounds(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>The day, week or month that an instant lies in.</summary>
    public static PeriodBounds Containing(MetricsPeriod period, DateTimeOffset instant)
    {
        var day = new DateTimeOffset(instant.UtcDateTime.Date, TimeSpan.Zero);
        switch (period)
        {
            case MetricsPeriod.Daily:
                return new PeriodBounds(day, day.AddDays(1));
            case MetricsPeriod.Weekly:
                var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
                return new PeriodBounds(monday, monday.AddDays(7));
            case MetricsPeriod.Monthly:
                var first = day.AddDays(1 - day.Day);
                return new PeriodBounds(first, first.AddMonths(1));
            default:
                throw new ArgumentOutOfRangeException(nameof(period), period, "Only a day, a week or a month contains an instant.");
        }
    }
}

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Performance;

/// <summary>Where the periods of performance rows begin and end: at midnight UTC, weeks on Monday (ISO 8601).</summary>
/// <remarks>A trade that closes at a midnight belongs to the day that begins then; equity at a midnight closes the day that ends then.
/// </remarks>
internal readonly record struct PeriodBounds(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>The periods that follow one another; over all time there is but one.</summary>
    public static readonly MetricsPeriod[] Repeating =
        [MetricsPeriod.Daily, MetricsPeriod.Weekly, MetricsPeriod.Monthly, MetricsPeriod.Yearly];

    /// <summary>The day, week, month or year that an instant lies in: from its start up to, not including, its end.</summary>
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
            case MetricsPeriod.Yearly:
                var january = day.AddDays(1 - day.DayOfYear);
                return new PeriodBounds(january, january.AddYears(1));
            default:
                throw new ArgumentOutOfRangeException(nameof(period), period, "Only a day, a week, a month or a year contains an instant.");
        }
    }

    /// <summary>The period that equity at an instant belongs to: after its start, up to and including its end.</summary>
    public static PeriodBounds ClosedBy(MetricsPeriod period, DateTimeOffset instant) =>
        Containing(period, instant.UtcTicks == 0 ? instant : instant.ToUniversalTime().AddTicks(-1));

    /// <summary>The midnight that closes the day which equity at an instant belongs to.</summary>
    public static DateTimeOffset DayEnd(DateTimeOffset instant)
    {
        var ticks = instant.UtcTicks;
        var rest = ticks % TimeSpan.TicksPerDay;
        return new DateTimeOffset(rest == 0 ? ticks : ticks - rest + TimeSpan.TicksPerDay, TimeSpan.Zero);
    }
}

using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.MarketData.Calendars;

/// <summary>A session that comes back every week, in the time of the venue.</summary>
/// <param name="OpenDay">The day of the week on which it opens.</param>
/// <param name="Open">The time of day at which it opens.</param>
/// <param name="CloseDay">The day of the week on which it closes; the same day, if <paramref name="Close"/> is after
/// <paramref name="Open"/>, or one within the week after.</param>
/// <param name="Close">The time of day at which it closes, exclusive. Midnight is 00:00 of the next day.</param>
public readonly record struct WeeklySession(DayOfWeek OpenDay, TimeOnly Open, DayOfWeek CloseDay, TimeOnly Close)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}

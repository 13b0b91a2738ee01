namespace StrategyEngine.Data.MarketData.Calendars;

/// <summary>One session without an end.</summary>
internal sealed class AlwaysOpenCalendar : ITradingCalendar
{
    public IEnumerable<TradingSession> GetSessions(DateTimeOffset from, DateTimeOffset until) =>
        from < until ? [new TradingSession(from, until)] : [];
}

namespace StrategyEngine.Data.MarketData.Calendars;

/// <summary>Tells when a venue trades, and so which candles there should be.</summary>
/// <remarks>Implementations are thread-safe and always give the same answer.</remarks>
public interface ITradingCalendar
{
    /// <summary>The sessions that overlap a span of time.</summary>
    /// <param name="from">The start, inclusive.</param>
    /// <param name="until">The end, exclusive.</param>
    /// <returns>Sessions in ascending order that neither overlap nor touch. The first may begin before <paramref name="from"/>, the last
    /// may end after <paramref name="until"/>; or both are cut there.</returns>
    IEnumerable<TradingSession> GetSessions(DateTimeOffset from, DateTimeOffset until);
}

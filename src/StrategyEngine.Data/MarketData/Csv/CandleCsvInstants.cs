namespace StrategyEngine.Data.MarketData;

/// <summary>How a CSV file writes instants.</summary>
public enum CandleCsvInstants
{
    /// <summary>ISO 8601 in UTC, to the second or millisecond: <c>2018-05-01T00:00:00Z</c>.</summary>
    Iso8601,

    /// <summary>A whole number since 1970: seconds up to 10 digits, milliseconds up to 13, microseconds beyond.</summary>
    Unix,
}

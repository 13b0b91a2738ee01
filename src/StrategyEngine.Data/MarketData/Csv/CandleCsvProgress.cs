namespace StrategyEngine.Data.MarketData;

/// <summary>How much of a file was read.</summary>
/// <param name="BytesRead">The bytes of the file, compressed as it is, that were read.</param>
/// <param name="TotalBytes">Its length.</param>
public readonly record struct CandleCsvProgress(long BytesRead, long TotalBytes);

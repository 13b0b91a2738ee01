namespace StrategyEngine.Data.PostgreSql.MarketData;

/// <summary>Blocks of the coverage of one series, as one array for each column.</summary>
/// <param name="Starts">Where each begins.</param>
/// <param name="Slots">What is recorded in each.</param>
internal readonly record struct CoverageBlocks(DateTime[] Starts, byte[][] Slots);

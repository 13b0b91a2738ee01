using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.MarketData.Completeness;

namespace TradingConsole.Import;

/// <summary>What an import did, and what the database holds of the series now.</summary>
internal sealed record ImportedFile(CandleFile File, CandleUpsertResult Result, CandleCoverage Stored);

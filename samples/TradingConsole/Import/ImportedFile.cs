using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;

namespace TradingConsole.Import;

/// <summary>What an import did, and what the database holds of the series now.</summary>
internal sealed record ImportedFile(CandleFile File, Asset Asset, CandleUpsertResult Result, SeriesCoverage Stored);

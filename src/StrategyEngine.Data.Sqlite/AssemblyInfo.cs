using StrategyEngine.Data;
using StrategyEngine.Data.Sqlite;

[assembly: TradingProvider(typeof(SqliteTradingProvider))]

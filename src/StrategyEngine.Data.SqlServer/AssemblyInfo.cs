using StrategyEngine.Data;
using StrategyEngine.Data.SqlServer;

[assembly: TradingProvider(typeof(SqlServerTradingProvider))]

using StrategyEngine.Data;
using StrategyEngine.Data.PostgreSql;

[assembly: TradingProvider(typeof(PostgreSqlTradingProvider))]

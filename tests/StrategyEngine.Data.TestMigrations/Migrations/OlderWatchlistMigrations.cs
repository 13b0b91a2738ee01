using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace StrategyEngine.Data.TestMigrations.Migrations;

[DbContext(typeof(OlderWatchlistContext)), Migration("20250101000000_TradingTables")]
internal sealed class OlderTradingTables : TradingTablesMigration;

[DbContext(typeof(OlderWatchlistContext)), Migration("20250102000000_Watchlists")]
internal sealed class OlderWatchlists : WatchlistsMigration;

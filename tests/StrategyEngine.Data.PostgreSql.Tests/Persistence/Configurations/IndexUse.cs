using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.PostgreSql.Tests.Model;

public sealed class IndexUse : IndexUseSpecification<PostgreSqlTestDatabase>
{
    protected override string ClusteredKeyInPlan => "Index Scan using pk_market_data";

    protected override string SortInPlan => "Sort";

    // Of an empty table, two indexes cost the same. Trades of many users and strategies, most of them closed, need no parents to be
    // counted.
    [SetUp]
    public async Task AddTradesAsync()
    {
        await using var context = CreateContext();
        await context.Database.ExecuteSqlRawAsync(
            """
            SET session_replication_role = replica;
            INSERT INTO trading.trades (
                id, user_id, asset_id, strategy_id, side, status, exchange, filled_quantity, exit_quantity, open_quantity, dust_quantity, fee,
                opened_at, version, created_at, updated_at)
            SELECT gen_random_uuid(),
                CASE WHEN n % 5 = 0 THEN '019b8b2c-0000-7000-8000-000000000001' ELSE gen_random_uuid() END,
                gen_random_uuid(),
                CASE WHEN n % 7 = 0 THEN '019b8b2c-0000-7000-8000-000000000001' ELSE gen_random_uuid() END,
                'buy', CASE WHEN n % 29 = 0 THEN 'open' ELSE 'closed' END, 'binance', 1, 0, 0, 0, 0,
                now() - n * interval '1 minute', 1, now(), now()
            FROM generate_series(1, 5000) AS n;
            ANALYZE trading.trades
            """);
    }
}

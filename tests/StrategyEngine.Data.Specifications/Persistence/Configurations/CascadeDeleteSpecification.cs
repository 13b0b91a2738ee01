using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Specifications.Model;

public abstract class CascadeDeleteSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task Deleting_a_user_in_the_database_deletes_everything_that_belongs_to_it()
    {
        await using var context = CreateContext();
        var book = await TestBook.SaveAsync(context);

        (await context.Users.Where(user => user.Id == book.User.Id).ExecuteDeleteAsync()).Should().Be(1);

        await NothingOfTheUserRemainsAsync(context);
        (await context.Assets.CountAsync()).Should().Be(1);
    }

    [Test]
    public async Task Deleting_a_user_through_the_context_deletes_everything_that_belongs_to_it()
    {
        await using var context = CreateContext();
        var book = await TestBook.SaveAsync(context);

        context.Remove(await context.Users.SingleAsync(user => user.Id == book.User.Id));
        await context.SaveChangesAsync();

        await NothingOfTheUserRemainsAsync(context);
    }

    [Test]
    public async Task Deleting_an_asset_deletes_its_candles_indicators_and_signals()
    {
        await using var context = CreateContext();
        var book = await TestBook.SaveAsync(context);
        await context.Trades.ExecuteDeleteAsync();

        context.Remove(await context.Assets.SingleAsync(asset => asset.Id == book.Asset.Id));
        await context.SaveChangesAsync();

        (await context.MarketData.CountAsync()).Should().Be(0);
        (await context.IndicatorValues.CountAsync()).Should().Be(0);
        (await context.Signals.CountAsync()).Should().Be(0);
        (await context.Users.CountAsync()).Should().Be(1);
    }

    [Test]
    public async Task Deleting_a_trade_deletes_its_executions()
    {
        await using var context = CreateContext();
        var book = await TestBook.SaveAsync(context);

        await context.Trades.Where(trade => trade.Id == book.Trade.Id).ExecuteDeleteAsync();

        (await context.TradeExecutions.CountAsync()).Should().Be(0);
    }

    [Test]
    public async Task Deleting_an_asset_with_trades_is_refused_and_deletes_nothing()
    {
        await using var context = CreateContext();
        var book = await TestBook.SaveAsync(context);
        context.Remove(await context.Assets.SingleAsync(asset => asset.Id == book.Asset.Id));

        await context.Invoking(c => c.SaveChangesAsync()).Should().ThrowAsync<ReferencedRecordException>().WithMessage("Asset*");

        (await context.MarketData.CountAsync()).Should().Be(1);
        (await context.Signals.CountAsync()).Should().Be(1);
    }

    [Test]
    public async Task Deleting_a_strategy_with_trades_is_refused_also_when_they_are_loaded()
    {
        await using var context = CreateContext();
        var book = await TestBook.SaveAsync(context);
        context.Remove(
            await context.Strategies.Include(strategy => strategy.Trades).SingleAsync(strategy => strategy.Id == book.Strategy.Id));

        await context.Invoking(c => c.SaveChangesAsync()).Should().ThrowAsync<ReferencedRecordException>();

        (await context.Trades.CountAsync()).Should().Be(1);
    }

    [Test]
    public void At_most_one_cascading_path_leads_to_any_table()
    {
        using var context = CreateContext();
        var paths = new Dictionary<(string From, string To), int>();
        foreach (var root in context.Model.GetEntityTypes())
            Walk(root.GetTableName()!, root);

        paths.Where(path => path.Value > 1).Should().BeEmpty("SQL Server refuses a second path (error 1785)");
        paths.Should().NotBeEmpty();

        void Walk(string from, Microsoft.EntityFrameworkCore.Metadata.IEntityType principal)
        {
            foreach (var foreignKey in principal.GetReferencingForeignKeys().Where(key => key.DeleteBehavior == DeleteBehavior.Cascade))
            {
                var step = (from, foreignKey.DeclaringEntityType.GetTableName()!);
                paths[step] = paths.GetValueOrDefault(step) + 1;
                Walk(from, foreignKey.DeclaringEntityType);
            }
        }
    }

    private static async Task NothingOfTheUserRemainsAsync(TradingDbContext context)
    {
        (await context.Users.CountAsync()).Should().Be(0);
        (await context.UserSessions.CountAsync()).Should().Be(0);
        (await context.ExchangeCredentials.CountAsync()).Should().Be(0);
        (await context.Strategies.CountAsync()).Should().Be(0);
        (await context.Signals.CountAsync()).Should().Be(0);
        (await context.Trades.CountAsync()).Should().Be(0);
        (await context.TradeExecutions.CountAsync()).Should().Be(0);
        (await context.PerformanceMetrics.CountAsync()).Should().Be(0);
    }
}

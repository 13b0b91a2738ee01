using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Specifications.Model;

public abstract class IdsSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public void Every_entity_gets_its_id_when_it_is_added_before_anything_is_saved()
    {
        using var context = CreateContext();
        var user = TestRecords.User();
        context.Add(user);
        var strategy = TestRecords.Strategy(user.Id);
        context.Add(strategy);

        user.Id.Should().NotBeEmpty();
        strategy.Id.Should().NotBeEmpty().And.NotBe(user.Id);
    }

    [Test]
    public async Task Ids_are_in_the_order_of_their_making_also_in_the_database()
    {
        await using var context = CreateContext();
        var names = new List<string>();
        for (var i = 0; i < 50; i++)
        {
            var asset = TestRecords.Asset();
            context.Add(asset);
            names.Add(asset.Symbol);
            if (i % 7 == 0)
                Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        await context.SaveChangesAsync();

        (await context.Assets.OrderBy(asset => asset.Id).Select(asset => asset.Symbol).ToListAsync()).Should().Equal(names);
    }

    [Test]
    public async Task An_id_that_was_chosen_is_kept()
    {
        var id = new Guid("00112233-4455-6677-8899-aabbccddeeff");
        await using var context = CreateContext();
        context.Add(new Asset
        {
            Id = id,
            Symbol = "X",
            AssetClass = AssetClass.Stock,
            Name = "X",
            Exchange = "nyse",
            QuoteCurrency = Currency.Parse("USDT"),
        });
        await context.SaveChangesAsync();
        context.ChangeTracker.Clear();

        (await context.Assets.SingleAsync(asset => asset.Id == id)).Id.Should().Be(id);
    }
}

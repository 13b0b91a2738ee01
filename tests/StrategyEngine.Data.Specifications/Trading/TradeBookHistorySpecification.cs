using System.Globalization;

using FluentAssertions;

using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Trading;

namespace StrategyEngine.Data.Specifications.Trading;

public abstract class TradeBookHistorySpecification<TDatabase> : BookSpecification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private static readonly Currency[] Fees = [Currency.Parse("BTC"), Currency.Parse("USDT"), Currency.Parse("BNB")];

    [Test]
    public async Task However_reports_are_delivered_the_books_are_the_same_and_as_if_made_anew([Range(1, 4)] int seed)
    {
        var random = new Random(seed);
        var reports = History(random);
        var (first, second) = (await AccountAsync("first", seed), await AccountAsync("second", seed));
        await Book.ApplyAsync(first, reports);

        await DeliverAsync(second, reports, random);

        var expected = await DumpAsync(first);
        (await DumpAsync(second)).Should().Equal(expected);
        await Book.RebuildAsync(second);
        (await DumpAsync(second)).Should().Equal(expected);
        TestContext.Out.WriteLine($"{expected.Count} lines");
    }

    // Orders with their states and fills, of two instruments; some fills belong to no order.
    private List<VenueReport> History(Random random)
    {
        var reports = new List<VenueReport>();
        var at = Start;
        for (var number = 1; number <= 25; number++)
        {
            var asset = random.Next(2) == 0 ? Spot : Perpetual;
            var side = random.Next(100) < (asset == Spot ? 45 : 50) ? OrderSide.Sell : OrderSide.Buy;
            var quantity = random.Next(1, 40) * 0.05m;
            at = at.AddSeconds(random.Next(1, 60));
            var isKnown = random.Next(4) != 0;
            var (client, exchange) = ($"c{number}", number.ToString(CultureInfo.InvariantCulture));
            if (isKnown)
            {
                reports.Add(Report(OrderStatus.Queued, exchangeId: null));
                reports.Add(Report(OrderStatus.Acknowledged, exchange));
            }

            var open = quantity;
            for (var part = random.Next(0, 4); part > 0 && open > 0; part--)
            {
                at = at.AddMilliseconds(random.Next(0, 2) * 700);
                var filled = part == 1 && random.Next(2) == 0 ? open : decimal.Round(open * random.Next(1, 9) / 10, 3);
                if (filled <= 0)
                    continue;
                open -= filled;
                reports.Add(new FillReport
                {
                    AssetId = asset.Id,
                    ExchangeOrderId = exchange,
                    ExecutionId = (reports.Count + 100).ToString(CultureInfo.InvariantCulture),
                    Side = side,
                    Quantity = filled,
                    Price = 100m + decimal.Round((decimal)random.NextDouble() * 20, 2),
                    Fee = random.Next(3) == 0 ? null : new Money(0.0001m * random.Next(1, 20), Fees[random.Next(3)]),
                    FeeRate = random.Next(2) == 0 ? 300m : null,
                    ExecutedAt = at,
                });
            }

            if (!isKnown)
                continue;
            at = at.AddSeconds(1);
            if (open == 0)
                reports.Add(Report(OrderStatus.Filled, exchange));
            else if (random.Next(2) == 0)
                reports.Add(Report(OrderStatus.Canceled, exchange));

            OrderReport Report(OrderStatus status, string? exchangeId) => new()
            {
                AssetId = asset.Id,
                ClientOrderId = client,
                ExchangeOrderId = exchangeId,
                Side = side,
                Quantity = quantity,
                Status = status,
                OccurredAt = at,
            };
        }

        return reports;
    }

    private async Task<Guid> AccountAsync(string name, int seed)
    {
        await using var context = CreateContext();
        var account = new TradingAccount
        {
            UserId = Account.UserId,
            Kind = RunKind.Paper,
            Exchange = "binance",
            Name = name,
            CostMethod = seed % 2 == 0 ? CostMethod.Fifo : CostMethod.Average,
        };
        context.Add(account);
        await context.SaveChangesAsync();
        return account.Id;
    }

    // In random batches, some of them twice; now and then the process begins anew.
    private async Task DeliverAsync(Guid account, List<VenueReport> reports, Random random)
    {
        var delivered = reports.Concat(reports.Where(_ => random.Next(4) == 0)).ToArray();
        random.Shuffle(delivered);
        var services = BuildServices();
        try
        {
            for (var from = 0; from < delivered.Length;)
            {
                var count = random.Next(1, 12);
                await services.GetRequiredService<TradeBook>().ApplyAsync(account, delivered.Skip(from).Take(count));
                from += count;
                if (random.Next(5) == 0)
                {
                    await services.DisposeAsync();
                    services = BuildServices();
                }
            }
        }
        finally
        {
            await services.DisposeAsync();
        }
    }
}

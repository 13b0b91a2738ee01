using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Trading;
using StrategyEngine.Data.Trading.Positions;

using static StrategyEngine.Data.Tests.Trading.FillSamples;

namespace StrategyEngine.Data.Tests.Trading;

/// <summary>Fills count once and in the venue's order, however they are delivered.</summary>
public sealed class FillDeliveryTests
{
    [Test]
    public void A_fill_that_is_delivered_again_counts_once()
    {
        var book = new PositionBook(Spot(), new AccountRules());
        var fill = Buy(1, 100, "0.1 USDT") with { ExecutionId = "7", ExchangeOrderId = "a" };

        book.Add(fill).Should().BeTrue();
        book.Add(fill).Should().BeFalse();
        book.Add(fill with { ExecutedAt = Start.AddTicks(17).ToOffset(TimeSpan.FromHours(2)) })
            .Should().BeFalse("an instant is kept in whole milliseconds");
        book.Positions.Single().Quantity.Should().Be(1);
    }

    [Test]
    public void Ids_of_executions_repeat_across_orders_and_the_sides_of_a_self_trade()
    {
        var book = new PositionBook(Linear(), new AccountRules());
        var bought = Buy(1, 100) with { ExecutionId = "7", ExchangeOrderId = "a" };

        book.Add(bought).Should().BeTrue();
        book.Add(bought with { ExchangeOrderId = "b" }).Should().BeTrue();
        book.Add(Sell(1, 100) with { ExecutionId = "7", ExchangeOrderId = "a" }).Should().BeTrue();
        book.Positions.Single().Quantity.Should().Be(1);
    }

    [Test]
    public void A_fill_that_is_told_otherwise_is_refused()
    {
        var book = new PositionBook(Spot(), new AccountRules());
        var fill = Buy(1, 100, "0.1 USDT") with { ExecutionId = "7", ExchangeOrderId = "a" };
        book.Add(fill);

        foreach (var other in new[]
        {
            fill with { Price = 101 }, fill with { Quantity = 2 }, fill with { Fee = null }, fill with { ExecutedAt = Start.AddSeconds(1) },
            fill with { Sequence = 1 }, fill with { StrategyId = Guid.CreateVersion7() },
        })
        {
            FluentActions.Invoking(() => book.Add(other)).Should().Throw<FillException>().Which.Code.Should().Be("fills.contradiction");
        }

        book.Positions.Single().Quantity.Should().Be(1);
    }

    [Test]
    public void Fills_are_ordered_by_instant_then_sequence_then_execution_id()
    {
        var buy = Buy(1, 100);
        VenueFill[] ordered =
        [
            buy with { ExecutedAt = Start.AddMilliseconds(-1), Sequence = 9, ExecutionId = "99" },
            buy with { Sequence = 1, ExecutionId = "99" },
            buy with { Sequence = 2, ExecutionId = "9" },
            buy with { Sequence = 2, ExecutionId = "09", ExchangeOrderId = "x" },
            buy with { Sequence = 2, ExecutionId = "10", ExchangeOrderId = "5" },
            buy with { Sequence = 2, ExecutionId = "10", ExchangeOrderId = "a" },
            Sell(1, 100) with { Sequence = 2, ExecutionId = "10", ExchangeOrderId = "a" },
            buy with { Sequence = 2, ExecutionId = "10x" },
            buy with { Sequence = 2, ExecutionId = "9x" },
        ];
        (ordered[2], ordered[3]) = (ordered[3], ordered[2]);

        ordered.Reverse().Order(FillOrder.Instance).Should().Equal(ordered);
    }

    [Test]
    public void A_late_fill_derives_anew_what_follows_it()
    {
        var book = new PositionBook(Spot(), new AccountRules());
        book.Add(Sell(1, 110) with { ExecutionId = "2", ExecutedAt = Start.AddSeconds(2) });
        book.Excesses.Should().ContainSingle();

        book.Add(Buy(1, 100) with { ExecutionId = "1", ExecutedAt = Start.AddSeconds(1) });

        book.Excesses.Should().BeEmpty();
        book.Trades.Single().NetProfit.Should().Be(Sum("10 USDT"));
    }

    [TestCase(CostMethod.Average)]
    [TestCase(CostMethod.Fifo)]
    public void A_fill_costs_the_same_beside_many_others(CostMethod method)
    {
        var engine = new PositionEngine(Linear(), new AccountRules(CostMethod: method), rate: null);
        var state = engine.Empty(null);
        var fills = Enumerable.Range(0, 40_000)
            .Select(i => i % 3 == 2 ? Sell(1, 101, "0.01 USDT") : Buy(1, 100, "0.01 USDT"))
            .Select((fill, i) => fill with { ContractSize = 1, ExecutionId = $"{i}" })
            .ToList();
        var allocated = new List<long>();

        foreach (var chunk in fills.Chunk(4_000))
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            state = chunk.Aggregate(state, (held, fill) => engine.Apply(held, fill).After);
            allocated.Add(GC.GetAllocatedBytesForCurrentThread() - before);
        }

        // Memory and not time: it does not depend on what else the machine does.
        allocated[^1].Should().BeLessThan(allocated[1] * 6 / 5);
        state.Long.Quantity.Should().Be(13_334);
    }
}

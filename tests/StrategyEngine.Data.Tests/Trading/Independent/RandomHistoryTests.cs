using CsCheck;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Trading;
using StrategyEngine.Data.Trading.Costs;
using StrategyEngine.Data.Trading.Positions;

namespace StrategyEngine.Data.Tests.Trading.Independent;

/// <summary>Two ways of computing, one result.</summary>
public sealed class RandomHistoryTests
{
    private const int Histories = 10_000;

    // Half of the last digit that is carried on.
    private const decimal Rounding = 0.000000000001m / 2;

    [Test]
    public void An_independent_computation_in_exact_fractions_agrees()
    {
        var met = new int[8];

        RandomHistory.Any.Sample(
            history =>
            {
                var independent = new IndependentBook(history.Terms, history.Rules, RandomHistory.Rate);
                independent.Compute(history.Fills);
                var book = new PositionBook(history.Terms, history.Rules, RandomHistory.Rate);
                foreach (var fill in history.Delivered)
                    book.Add(fill);

                Compare(book, independent, history.Fills.Count);
                Count(book, met);
            },
            iter: Histories);

        met.Should().OnlyContain(times => times > Histories / 100, "flips, dust and the rest of what is counted are common");
    }

    [Test]
    public void The_parts_of_a_fill_are_exactly_the_fill_and_what_went_through_is_profit_or_cost() =>
        RandomHistory.Any.Sample(
            history =>
            {
                var book = new PositionBook(history.Terms, history.Rules, RandomHistory.Rate);
                foreach (var fill in history.Delivered)
                    book.Add(fill);

                foreach (var fill in history.Fills)
                    DemandWhole(book, fill, history.Terms);
                foreach (var side in Enum.GetValues<PositionSide>())
                    DemandBalance(book, side, history.Terms.IsInverse);
                foreach (var trade in book.Trades)
                    DemandSums(book, trade);
            },
            iter: 2_000);

    [Test]
    public void Any_order_of_delivery_gives_the_same_figures_to_the_last_digit() =>
        RandomHistory.Any.Sample(
            history =>
            {
                var book = new PositionBook(history.Terms, history.Rules, RandomHistory.Rate);
                var ordered = new PositionBook(history.Terms, history.Rules, RandomHistory.Rate);
                foreach (var fill in history.Delivered)
                    book.Add(fill);
                foreach (var fill in history.Fills.Order(FillOrder.Instance))
                    ordered.Add(fill);

                Print(book).Should().Equal(Print(ordered));
            },
            iter: 2_000);

    private static void Compare(PositionBook book, IndependentBook independent, int fills)
    {
        var bound = 8 * fills * Rounding;
        var trades = book.Trades.ToDictionary(trade => (trade.StrategyId, NameOf(trade.Key.Opening), trade.Side));
        Demand(trades.Count == independent.Trades.Count, $"{trades.Count} trades, independently {independent.Trades.Count}");
        foreach (var expected in independent.Trades)
        {
            Demand(
                trades.TryGetValue((expected.StrategyId, expected.Opening, expected.Side), out var trade), $"no trade {expected.Opening}");
            Demand(
                (trade!.OpenedAt, trade.ClosedAt) == (expected.OpenedAt, expected.ClosedAt),
                $"{trade.Key}: {trade.OpenedAt:O} to {trade.ClosedAt:O}, independently {expected.OpenedAt:O} to {expected.ClosedAt:O}");
            Near(trade.EntryQuantity, expected.BoughtIn, bound, "entered");
            Near(trade.ExitQuantity, expected.TakenOut, bound, "left");
            Near(trade.DustTaken, expected.DustUsed, 0, "dust taken");
            Near(trade.OpenQuantity + trade.DustLeft, expected.Left, 0, "held or dust");
            Near(trade.Gross, independent.Gross(expected), bound, "gross");
            Near(trade.SettledFees, expected.FeesInProfit, bound, "fees in the profit");
            Near(trade.GrossProfit.Amount, independent.Gross(expected), bound + 0.000000005m, "gross as reported");
            Demand(
                trade.NetProfit is null == expected.Unknown.Count > 0 && trade.MissingRates.ToHashSet().SetEquals(expected.Unknown),
                "missing rates");
            if (trade.NetProfit is { } net)
                Near(net.Amount, independent.Gross(expected) - expected.FeesInProfit, (2 * bound) + 0.000000005m, "net as reported");
            Demand(trade.Fees.Sums.Length == expected.Fees.Count, "currencies of fees");
            foreach (var (currency, fee) in expected.Fees)
                Near(trade.Fees[currency], fee, bound, "fees");
            Average(trade.AverageEntryPrice, independent.Average(expected.InUnits, expected.InPriced), expected.InUnits, fills, "entry");
            Average(trade.AverageExitPrice, independent.Average(expected.OutUnits, expected.OutPriced), expected.OutUnits, fills, "exit");
        }

        ComparePositions(book, independent, bound);
    }

    private static string NameOf(FillKey key) => $"{key.ExchangeOrderId} {key.ExecutionId} {key.Side}";

    private static void ComparePositions(PositionBook book, IndependentBook independent, decimal bound)
    {
        var held = book.Positions.ToDictionary(position => (position.StrategyId, position.Side));
        Demand(held.Count == independent.Sides.Values.Count(side => side.Held > Rational.Zero), "positions");
        foreach (var (key, position) in held)
        {
            var expected = independent.Sides[key];
            Near(position.Open.Quantity, IndependentSide.Total(expected.Lots), 0, "open quantity");
            Near(position.Dust.Quantity, IndependentSide.Total(expected.Dust), 0, "dust");
            Near(position.Open.Cost, IndependentSide.Cost(expected.Lots), bound, "cost of what is open");
            Near(position.Dust.Cost, IndependentSide.Cost(expected.Dust), bound, "cost of dust");
        }

        Demand(book.Excesses.Count() == independent.Excesses.Count, "number of excesses");
        foreach (var (fill, quantity) in independent.Excesses)
            Near(book.Excesses.Single(excess => excess.Fill.Key == fill.Key).Part.Quantity, quantity, bound, "excess");
    }

    // A rounded share of a fill weighs a little more or less, which moves an average by as much of the spread of prices.
    private static void Average(decimal? actual, Rational? expected, Rational units, int fills, string what)
    {
        Demand(actual is null == expected is null, $"average {what} price");
        if (actual is { } price)
            Near(price, expected!.Value, (32 * fills * Rounding) + ((Rational)(fills * 300 * Rounding) / units), $"average {what} price");
    }

    private static void DemandWhole(PositionBook book, VenueFill fill, InstrumentTerms terms)
    {
        var parts = book.Allocations.Where(part => part.Fill.Key == fill.Key).Select(part => part.Part)
            .Concat(book.Excesses.Where(excess => excess.Fill.Key == fill.Key).Select(excess => excess.Part)).ToList();
        var kept = FillRules.Demand(fill, terms, book.Rules);
        var whole = new FillMeasure(terms, kept, RandomHistory.Rate).Whole;
        Demand(
            parts.Sum(part => part.Moved) == whole.Moved
                && parts.Sum(part => part.Quantity) == fill.Quantity
                && parts.Sum(part => part.Value) == whole.Value
                && parts.Sum(part => part.Fee?.Amount ?? 0) == (fill.Fee?.Amount ?? 0)
                && parts.Sum(part => part.SettledFee ?? 0) == (whole.SettledFee ?? 0),
            $"the parts of {fill.Key} are not the fill");
    }

    private static void DemandBalance(PositionBook book, PositionSide side, bool isInverse)
    {
        var parts = book.Allocations.Where(part => part.Trade.Side == side).ToList();
        var received = parts.Sum(part => part.Role == FillRole.Exit ? part.Part.Value : -part.Part.Value);
        var held = book.Positions.Where(position => position.Side == side).Sum(position => position.Open.Cost + position.Dust.Cost);
        var gross = book.Trades.Where(trade => trade.Side == side).Sum(trade => trade.Gross);
        Demand(received + held == ((side == PositionSide.Long) != isInverse ? gross : -gross), "money was made or lost on the way");
    }

    private static void DemandSums(PositionBook book, RoundTrip trade)
    {
        var parts = book.Allocations.Where(part => part.Trade == trade.Key && part.Fill.StrategyId == trade.StrategyId).ToList();
        Demand(parts.Sum(part => part.GrossProfit) == trade.Gross, "profit by exit");
        Demand(trade.NetProfit is null || parts.Sum(part => part.NetProfit) == trade.Gross - trade.SettledFees, "net profit by fill");
    }

    private static IEnumerable<string> Print(PositionBook book) =>
        book.Trades.Select(trade => (trade with { Fees = MoneyBag.Empty, FeesWithoutRate = MoneyBag.Empty }).ToString()
                + string.Join(' ', trade.Fees.Sums.Concat(trade.FeesWithoutRate.Sums)))
            .Concat(book.Allocations.Select(part => part.ToString()))
            .Concat(book.Positions.Select(held => $"{held.StrategyId} {held.Side} {held.AveragePrice} {held.Open.Cost} {held.Dust.Cost}"))
            .Concat(book.Excesses.Select(excess => excess.ToString())).Order();

    private static void Count(PositionBook book, int[] met)
    {
        void Meet(int index, bool isMet)
        {
            if (isMet)
                Interlocked.Increment(ref met[index]);
        }

        var trades = book.Trades.ToList();
        Meet(0, book.Allocations.GroupBy(part => part.Fill).Any(parts => parts.Count() == 2));
        Meet(1, trades.Exists(trade => trade.DustLeft > 0));
        Meet(2, trades.Exists(trade => trade.DustTaken > 0));
        Meet(3, book.Excesses.Any());
        Meet(4, trades.Exists(trade => trade.NetProfit is null));
        Meet(5, trades.Exists(trade => trade is { ClosedAt: not null, Side: PositionSide.Short }));
        Meet(6, trades.Count > 3);
        Meet(7, book.Positions.Count() > 1);
    }

    private static void Near(decimal actual, Rational expected, Rational bound, string what) =>
        Demand(Rational.Abs((Rational)actual - expected) <= bound, $"{what}: {actual}, independently {expected}");

    private static void Demand(bool isTrue, string problem)
    {
        if (!isTrue)
            throw new InvalidOperationException(problem);
    }
}

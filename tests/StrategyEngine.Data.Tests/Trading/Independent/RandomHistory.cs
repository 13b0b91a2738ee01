using CsCheck;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Trading;

namespace StrategyEngine.Data.Tests.Trading.Independent;

/// <summary>An account in an instrument, what happened in it, and how that was delivered.</summary>
/// <param name="Terms">The instrument.</param>
/// <param name="Rules">How the account keeps positions.</param>
/// <param name="Fills">Each fill once.</param>
/// <param name="Delivered">All of them at least once, some of them twice, in any order.</param>
internal sealed record RandomHistory(
    InstrumentTerms Terms, AccountRules Rules, IReadOnlyList<VenueFill> Fills, IReadOnlyList<VenueFill> Delivered)
{
    private static readonly Currency Base = Currency.Parse("BTC");
    private static readonly Currency Quote = Currency.Parse("USDT");
    private static readonly Currency Converted = Currency.Parse("BNB");
    private static readonly Currency Unknown = Currency.Parse("XYZ");
    private static readonly Guid Strategy = Guid.CreateVersion7();

    private static readonly Gen<InstrumentTerms> AnyTerms =
        from market in Gen.Enum<MarketKind>()
        from settlesInBase in Gen.Bool
        from size in OneOf(1m, 0.01m, 5m)
        from step in OneOf<decimal?>(null, 0.01m, 0.5m)
        from least in OneOf<decimal?>(null, 5m, 60m)
        select new InstrumentTerms(
            market,
            Base,
            Quote,
            market == MarketKind.Future && settlesInBase ? Base : null,
            market == MarketKind.Spot ? 1 : size,
            step,
            least);

    private static readonly Gen<AccountRules> AnyRules =
        from mode in Gen.Enum<PositionMode>()
        from method in Gen.Enum<CostMethod>()
        from isMargined in Gen.Bool
        select new AccountRules(mode, method, isMargined);

    // Quantities that often leave nothing or next to nothing, and others of up to 12 decimals.
    private static readonly Gen<decimal> Quantity = Gen.Frequency(
        (5, OneOf(0.5m, 1m, 1m, 1.5m, 2m, 0.999m, 1.001m, 0.005m)),
        (3, Gen.Int[1, 3_000].Select(thousandths => thousandths / 1000m)),
        (1, Gen.Long[1_000_000, 3_000_000_000_000].Select(parts => parts / 1_000_000_000_000m)));

    private static readonly Gen<decimal> Price = Gen.Frequency(
        (4, Gen.Int[50, 200].Select(whole => (decimal)whole)),
        (3, Gen.Int[5_000, 20_000].Select(cents => cents / 100m)),
        (1, Gen.Long[50_000_000_000_000, 200_000_000_000_000].Select(parts => parts / 1_000_000_000_000m)));

    private static readonly Gen<Money?> Fee = Gen.Frequency(
        (2, Gen.Const(default(Money?))),
        (3, Gen.Select(OneOf(0.001m, 0.002m, 0.0015m, -0.0005m, 0.000333333333m), amount => (Money?)new Money(amount, Base))),
        (3, Gen.Int[-20, 200].Select(thousandths => (Money?)new Money(thousandths / 1000m, Quote))),
        (1, Gen.Int[0, 50].Select(thousandths => (Money?)new Money(thousandths / 1000m, Converted))),
        (1, Gen.Const((Money?)new Money(0.5m, Unknown))));

    private static readonly Gen<VenueFill> AnyFill =
        from side in Gen.Enum<OrderSide>()
        from position in Gen.Enum<PositionSide>()
        from quantity in Quantity
        from price in Price
        from fee in Fee
        from order in OneOf("a", "b", "c")
        from when in Gen.Int[0, 8]
        from sequence in Gen.Int[0, 1]
        from isClaimed in Gen.Frequency((4, Gen.Const(true)), (1, Gen.Const(false)))
        select new VenueFill
        {
            ExecutedAt = FillSamples.Start.AddMilliseconds(when),
            Sequence = sequence,
            ExecutionId = "",
            ExchangeOrderId = order,
            Side = side,
            PositionSide = position,
            Quantity = quantity,
            Price = price,
            Fee = fee,
            StrategyId = isClaimed ? Strategy : null,
        };

    public static Gen<RandomHistory> Any { get; } =
        from terms in AnyTerms
        from rules in AnyRules
        from drawn in AnyFill.Array[1, 14]
        from isSelfTrade in Gen.Bool
        from repeated in Gen.Int[0, 3]
        from isInOrder in Gen.Frequency((1, Gen.Const(true)), (3, Gen.Const(false)))
        let fills = Named(terms, rules, drawn, isSelfTrade)
        from shuffled in Gen.Shuffle(fills.Concat(fills.Take(repeated)).ToArray())
        select new RandomHistory(
            terms, rules, fills, isInOrder ? [.. fills.Order(FillOrder.Instance)] : shuffled);

    /// <summary>A rate that changes from fill to fill, or none.</summary>
    public static decimal? Rate(VenueFill fill, Currency settlement) => fill.Fee?.Currency != Converted ? null
        : settlement == Quote ? 300m + fill.Quantity
        : 0.0051m;

    public override string ToString() =>
        $"{Terms.Market} step {Terms.QuantityStep} least {Terms.MinimumNotional} size {Terms.ContractSize} settled in {Terms.Settlement}, "
        + $"{Rules.PositionMode} {Rules.CostMethod} margined {Rules.IsMargined}\n"
        + string.Join('\n', Fills.Order(FillOrder.Instance).Select(fill =>
            $"{fill.ExecutedAt.Millisecond} {fill.Sequence} {fill.ExecutionId} order {fill.ExchangeOrderId} {fill.Side} "
            + $"{fill.PositionSide} "
            + $"{fill.Quantity} at {fill.Price} fee {fill.Fee} {(fill.StrategyId is null ? "unclaimed" : "")}"));

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    // A self-trade: one execution id on both sides.
    private static VenueFill[] Named(InstrumentTerms terms, AccountRules rules, VenueFill[] drawn, bool isSelfTrade)
    {
        var isHedged = rules.PositionMode == PositionMode.Hedge && terms.Market is not (MarketKind.Spot or MarketKind.CashEquity);
        var named = drawn.Select((fill, i) => fill with
        {
            ExecutionId = $"{(i * 7) + 1}",
            Quantity = terms.ContractSize < 1 ? decimal.Round(fill.Quantity, 9) : fill.Quantity,
            PositionSide = isHedged ? fill.PositionSide : null,
            Fee = terms.Market == MarketKind.Spot && fill.Fee is { } fee && fee.Currency == Base && fill.Quantity <= fee.Amount
                ? null
                : fill.Fee,
        }).ToList();
        if (isSelfTrade)
            named.Add(named[0] with { Side = named[0].Side == OrderSide.Buy ? OrderSide.Sell : OrderSide.Buy });
        return [.. named];
    }
}

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Trading;

/// <summary>What decides what a fill of an instrument comes to. Immutable.</summary>
internal sealed record InstrumentTerms
{
    /// <summary>Terms that fit each other.</summary>
    /// <param name="market">How it is traded.</param>
    /// <param name="baseCurrency">What is traded; null where that is no currency, as of a share or an index.</param>
    /// <param name="quote">What prices are in.</param>
    /// <param name="settlement">What profit is in; null for the currency that the market settles in by itself.</param>
    /// <param name="contractSize">Units of one contract: of the base currency, of the quote currency if it is inverse; above 0.</param>
    /// <param name="quantityStep">The least quantity that can be traded, or null if unknown.</param>
    /// <param name="minimumNotional">The least price times quantity of an order, in the quote currency, or null if unknown.</param>
    /// <exception cref="InstrumentTermsException">They contradict each other, or it settles in a third currency (a quanto).</exception>
    public InstrumentTerms(
        MarketKind market,
        Currency? baseCurrency,
        Currency quote,
        Currency? settlement = null,
        decimal contractSize = 1,
        decimal? quantityStep = null,
        decimal? minimumNotional = null)
    {
        Market = market;
        Base = baseCurrency;
        Quote = quote;
        Settlement = settlement ?? (market == MarketKind.InversePerpetual ? baseCurrency ?? default : quote);
        ContractSize = contractSize;
        QuantityStep = quantityStep;
        MinimumNotional = minimumNotional;
        IsInverse = Settlement == Base && market is MarketKind.InversePerpetual or MarketKind.Future;
        Demand();
    }

    /// <summary>The terms of an asset.</summary>
    /// <exception cref="InstrumentTermsException">They contradict each other, or it is a quanto.</exception>
    public static InstrumentTerms Of(Asset asset) => new(
        asset.Market,
        asset.BaseCurrency,
        asset.QuoteCurrency,
        asset.SettlementCurrency,
        asset.ContractSize,
        asset.StepSize,
        asset.MinNotional is 0 ? null : asset.MinNotional);

    public MarketKind Market { get; }

    public Currency? Base { get; }

    public Currency Quote { get; }

    public Currency Settlement { get; }

    public decimal ContractSize { get; }

    public decimal? QuantityStep { get; }

    public decimal? MinimumNotional { get; }

    /// <summary>Whether profit is in the base currency: quantity × size × (1/entry − 1/exit).</summary>
    public bool IsInverse { get; }

    /// <summary>Whether what is bought is held, so that no more can be sold than there is, unless it is lent.</summary>
    public bool HoldsAsset => Market is MarketKind.Spot or MarketKind.CashEquity;

    private void Demand()
    {
        if (!Enum.IsDefined(Market))
            throw Contradiction("The market is none of MarketKind.");
        if (Quote.IsDefault || Base is { IsDefault: true })
            throw Contradiction("A currency of the instrument is the default value, which is none. Read it with Currency.Parse.");
        if (Base is null && Market is MarketKind.Spot or MarketKind.InversePerpetual or MarketKind.Forex)
            throw Contradiction("A pair needs its base currency; only shares and contracts on an index have none.");
        if (Base == Quote)
            throw Contradiction("Base and quote are the same currency.");
        if (Settlement.IsDefault)
            throw Contradiction("The settlement currency is the default value. Leave it out, or name one.");
        if (Settlement != Quote && Settlement != Base)
        {
            throw new InstrumentTermsException(
                "instruments.quanto",
                "A contract that settles in neither its base nor its quote currency (a quanto) is not computed: its profit hangs on a rate "
                + "that no fill tells. Keep its trades outside.");
        }

        if (IsInverse ? Settlement == Quote : Settlement != Quote)
            throw Contradiction("The market settles in its quote currency, or in its base currency if it is inverse.");
        if (Market == MarketKind.InversePerpetual && !IsInverse)
            throw Contradiction("An inverse perpetual settles in its base currency.");
        if (!IsStorable(ContractSize) || !IsStorable(QuantityStep ?? 1) || !IsStorable(MinimumNotional ?? 1))
            throw Contradiction("Contract size, step and least notional are above 0 and have at most 12 decimals; an unknown one is null.");
        if (Market == MarketKind.Spot && ContractSize != 1)
            throw Contradiction("On a spot market the quantity is that of the base currency: its contract size is 1.");
    }

    private static bool IsStorable(decimal value) => value > 0 && Amounts.Fits(value);

    private static InstrumentTermsException Contradiction(string problem) => new("instruments.terms", $"{problem} Correct the asset.");
}

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Trading.Costs;

namespace StrategyEngine.Data.Trading.Positions;

/// <summary>What a fill comes to: its value, its fee, and its parts.</summary>
internal sealed class FillMeasure
{
    private readonly InstrumentTerms _terms;
    private readonly VenueFill _fill;

    // The fee that is taken from what is moved, in the base currency.
    private readonly decimal _baseFee;

    public FillMeasure(InstrumentTerms terms, VenueFill fill, FeeRate? rate)
    {
        _terms = terms;
        _fill = fill;
        var isBaseFee = terms.Market == MarketKind.Spot && fill.Fee?.Currency == terms.Base;
        _baseFee = isBaseFee ? fill.Fee!.Value.Amount : 0;
        var moved = fill.Side == OrderSide.Buy ? fill.Quantity - _baseFee : fill.Quantity + _baseFee;
        Whole = new FillPart(moved, fill.Quantity, Value(Ratio.Of(fill.Quantity)), fill.Fee, isBaseFee ? 0 : SettledFee(rate));
    }

    public FillPart Whole { get; }

    /// <summary>The part that moves a quantity of the position, with its share of all amounts.</summary>
    public FillPart Part(decimal moved)
    {
        if (moved == Whole.Moved)
            return Whole;
        var baseFee = Share(_baseFee, moved);
        var quantity = _fill.Side == OrderSide.Buy ? moved + baseFee : moved - baseFee;
        return new FillPart(
            moved,
            quantity,
            Value(Ratio.Of(_fill.Quantity) * Ratio.Of(moved) / Ratio.Of(Whole.Moved)),
            Whole.Fee is { } fee ? new Money(Share(fee.Amount, moved), fee.Currency) : null,
            Whole.SettledFee is { } settled ? Share(settled, moved) : null);
    }

    /// <summary>The prices of a quantity of the fill.</summary>
    public PriceAverage AverageOf(decimal quantity) =>
        new((Ratio.Of(quantity) * Ratio.Of(_fill.Size)).Round(Amounts.Decimals), _fill.Price);

    /// <summary>Whether a quantity is too small to be traded by itself at the price of the fill.</summary>
    public bool IsDust(decimal quantity)
    {
        if (quantity < _terms.QuantityStep)
            return true;
        if (_terms.MinimumNotional is not { } least)
            return false;
        var units = Ratio.Of(quantity) * Ratio.Of(_fill.Size);
        return (_terms.IsInverse ? units : units * Ratio.Of(_fill.Price)) < Ratio.Of(least);
    }

    private decimal Share(decimal amount, decimal moved) => Shares.Of(amount, moved, Whole.Moved);

    private decimal Value(Ratio quantity)
    {
        var units = quantity * Ratio.Of(_fill.Size);
        var price = Ratio.Of(_fill.Price);
        return (_terms.IsInverse ? units / price : units * price).Round(Amounts.Decimals);
    }

    // Between base and quote the fill itself is the rate.
    private decimal? SettledFee(FeeRate? rate)
    {
        if (_fill.Fee is not { } fee)
            return 0;
        if (fee.Currency == _terms.Settlement)
            return fee.Amount;
        var amount = Ratio.Of(fee.Amount);
        if (fee.Currency == _terms.Quote)
            return (amount / Ratio.Of(_fill.Price)).Round(Amounts.Decimals);
        if (fee.Currency == _terms.Base)
            return (amount * Ratio.Of(_fill.Price)).Round(Amounts.Decimals);
        return rate?.Invoke(_fill, _terms.Settlement) switch
        {
            null => null,
            > 0 and var known => (amount * Ratio.Of(known)).Round(Amounts.Decimals),
            _ => throw new FillException(
                "fills.rate", _fill, "The rate at which a fee is converted is above 0. Answer with null where none is known."),
        };
    }
}

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Trading;

/// <summary>What an exchange's filters allow: tick, step, least and greatest quantity and notional of an <see cref="Asset"/>.</summary>
/// <remarks>A filter that is null allows everything. Nothing is stored or asked. Thread-safe.</remarks>
public static class OrderFilters
{
    /// <summary>The nearest price that the tick allows; of two equally near ones the one that is an even number of ticks.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="price">Any price above 0.</param>
    /// <returns>At least one tick.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="price"/> is not above 0.</exception>
    public static decimal NearestPrice(this Asset asset, decimal price)
    {
        ArgumentNullException.ThrowIfNull(asset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(price);
        var tick = TickOf(asset);
        return Math.Max(decimal.Round(price / tick, MidpointRounding.ToEven), 1) * tick;
    }

    /// <summary>The greatest price that the tick allows and that is not above a price; for what must not be bought dearer.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="price">Any price above 0.</param>
    /// <returns>0 if the price is below one tick.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="price"/> is not above 0.</exception>
    public static decimal PriceAtMost(this Asset asset, decimal price)
    {
        ArgumentNullException.ThrowIfNull(asset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(price);
        var tick = TickOf(asset);
        return decimal.Floor(price / tick) * tick;
    }

    /// <summary>The least price that the tick allows and that is not below a price; for what must not be sold cheaper.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="price">Any price above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="price"/> is not above 0.</exception>
    public static decimal PriceAtLeast(this Asset asset, decimal price)
    {
        ArgumentNullException.ThrowIfNull(asset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(price);
        var tick = TickOf(asset);
        return decimal.Ceiling(price / tick) * tick;
    }

    /// <summary>The greatest quantity that step and greatest quantity allow and that is not above a quantity.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="quantity">Any quantity; at least 0.</param>
    /// <returns>0 if nothing is allowed: the quantity is below one step or below the least quantity.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="quantity"/> is negative.</exception>
    public static decimal QuantityAtMost(this Asset asset, decimal quantity)
    {
        ArgumentNullException.ThrowIfNull(asset);
        ArgumentOutOfRangeException.ThrowIfNegative(quantity);
        var step = StepOf(asset);
        var allowed = decimal.Floor(Math.Min(quantity, asset.MaxQuantity ?? quantity) / step) * step;
        return allowed < asset.MinQuantity ? 0 : allowed;
    }

    /// <summary>What the filters have against an order.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="quantity">The quantity.</param>
    /// <param name="price">The limit price, or the one that is expected of a market order, by <see cref="NearestPrice"/>; null if
    /// unknown: what hangs on it is not checked.</param>
    /// <param name="stopPrice">The price that triggers it, or null.</param>
    /// <returns>A sentence for each filter that refuses; none if all allow it.</returns>
    public static IReadOnlyList<string> FindFaults(this Asset asset, decimal quantity, decimal? price = null, decimal? stopPrice = null)
    {
        ArgumentNullException.ThrowIfNull(asset);
        return [.. Faults(asset, quantity, price, stopPrice)];
    }

    private static IEnumerable<string> Faults(Asset asset, decimal quantity, decimal? price, decimal? stopPrice)
    {
        if (quantity <= 0)
            yield return "The quantity is not above 0.";
        if (asset.StepSize is { } step && quantity % step != 0)
            yield return $"The quantity is no multiple of the step {Digits(step)}.";
        if (quantity < asset.MinQuantity)
            yield return $"The quantity is below the least one, {Digits(asset.MinQuantity.Value)}.";
        if (quantity > asset.MaxQuantity)
            yield return $"The quantity is above the greatest one, {Digits(asset.MaxQuantity.Value)}.";
        foreach (var (name, value) in new[] { ("price", price), ("stop price", stopPrice) })
        {
            if (value <= 0)
                yield return $"The {name} is not above 0.";
            else if (asset.TickSize is { } tick && value % tick is not null and not 0)
                yield return $"The {name} is no multiple of the tick {Digits(tick)}.";
        }

        if (price is > 0 && NotionalOf(asset, quantity, price.Value) is { } notional)
        {
            if (notional < asset.MinNotional)
                yield return $"Price times quantity is below the least notional, {Digits(asset.MinNotional.Value)}.";
            if (notional > asset.MaxNotional)
                yield return $"Price times quantity is above the greatest notional, {Digits(asset.MaxNotional.Value)}.";
        }
    }

    // A contract of an inverse market is of quote currency already. A product that no decimal holds is beyond every filter.
    private static decimal? NotionalOf(Asset asset, decimal quantity, decimal price)
    {
        try
        {
            var units = quantity * asset.ContractSize;
            return asset.Market == MarketKind.InversePerpetual ? units : units * price;
        }
        catch (OverflowException)
        {
            return decimal.MaxValue;
        }
    }

    private static decimal TickOf(Asset asset) => asset.TickSize is > 0 and var tick ? tick : PowerOfTen(asset.PricePrecision);

    private static decimal StepOf(Asset asset) => asset.StepSize is > 0 and var step ? step : PowerOfTen(asset.QuantityPrecision);

    private static decimal PowerOfTen(int decimals) => new(1, 0, 0, false, (byte)Math.Clamp(decimals, 0, 12));

    private static string Digits(decimal value) => value.ToString("0.############", System.Globalization.CultureInfo.InvariantCulture);
}

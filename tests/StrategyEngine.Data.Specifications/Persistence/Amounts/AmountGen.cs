using CsCheck;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Specifications.Amounts;

/// <summary>Amounts of every size, sign and scale, many of them equal, and the rows that hold them.</summary>
public static class AmountGen
{
    public const decimal LargestAmount = 999_999_999_999.99999999m, LargestPrice = 9_999_999_999_999_999.999999999999m,
        LargestVolume = 99_999_999_999_999_999_999.99999999m;

    private const int AmountDecimals = 8, PriceDecimals = 12;

    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Whatever a column of DECIMAL(20,8) holds.</summary>
    public static Gen<decimal> Amount { get; } = OfDigits(12, AmountDecimals, LargestAmount);

    /// <summary>Whatever a column of DECIMAL(28,12) holds.</summary>
    public static Gen<decimal> Price { get; } = OfDigits(16, PriceDecimals, LargestPrice);

    /// <summary>Whatever a column of DECIMAL(28,8) holds.</summary>
    public static Gen<decimal> Volume { get; } = OfDigits(20, AmountDecimals, LargestVolume);

    /// <summary>Volumes that can be added to any price without a digit too many for a decimal.</summary>
    public static Gen<decimal> VolumeOfPrices { get; } = OfDigits(16, AmountDecimals, 9_999_999_999_999_999.99999999m);

    /// <summary>Amounts that a decimal can multiply without an overflow.</summary>
    public static Gen<decimal> Moderate { get; } = OfDigits(6, AmountDecimals, 1_234_567.87654321m);

    /// <summary>Prices that a decimal can multiply without an overflow.</summary>
    public static Gen<decimal> ModeratePrice { get; } = OfDigits(6, PriceDecimals, 1_234_567.876543210123m);

    /// <summary>Sets of everything that the columns hold: of the largest prices and, with prices of fewer decimals, of the largest
    /// volumes.</summary>
    public static IReadOnlyList<Gen<AmountSet>> Sets { get; } =
        [Set(Price, Amount, VolumeOfPrices), Set(ModeratePrice, Moderate, Moderate), Set(Amount, Amount, Volume)];

    /// <summary>Rows of which half share their amounts, and what a query is asked about them.</summary>
    /// <param name="price">The prices of candles.</param>
    /// <param name="amount">Amounts that prices are too.</param>
    /// <param name="volume">The volumes of candles.</param>
    public static Gen<AmountSet> Set(Gen<decimal> price, Gen<decimal> amount, Gen<decimal> volume) =>
        from pool in amount.Array[4]
        let shared = Gen.OneOf(amount, Gen.Int[0, 3].Select(Gen.Bool, (index, wide) => wide ? Widened(pool[index]) : pool[index]))
        from prices in price.Array[3]
        let given = Gen.OneOf(price, shared, Gen.Int[0, 2].Select(index => prices[index]))
        from candles in Candle(given, volume).Array[12]
        from metrics in Metrics(shared).Array[8]
        from parameters in Gen.Select(
            given,
            shared,
            given,
            (a, b, c) => new AmountParameters(a, b, c, [a, b, pool[0], Widened(pool[1]), pool[2] + 0.000000000000001m]))
        select new AmountSet(candles.Select(At).ToList(), metrics.Select(At).ToList(), parameters);

    private static Gen<decimal> OfDigits(int digits, int decimals, decimal largest) => Gen.OneOf(
        Gen.OneOf(
            [.. new[]
            {
                0m, 0.00m, -0.0m, Unit(decimals), -Unit(decimals), 0.5m, 1.5m, 2.5m, -2.5m, 1m, 1.50m, 1.5000m, 0.12345675m, 2.675m, 100m,
                100.00000000m,
                -7.00m, largest, -largest
            }.Select(Gen.Const)]),
        from width in Gen.Int[0, digits]
        from whole in Gen.Decimal[0m, 1m]
        from fraction in Gen.Long[0, (long)PowerOfTen(decimals) - 1]
        from places in Gen.Int[0, decimals]
        from negative in Gen.Bool
        let magnitude = decimal.Truncate(whole * PowerOfTen(width))
            + decimal.Round(fraction * Unit(decimals), places, MidpointRounding.ToZero)
        select Math.Clamp(negative ? -magnitude : magnitude, -largest, largest));

    private static decimal Unit(int decimals) => new(1, 0, 0, false, (byte)decimals);

    private static decimal PowerOfTen(int exponent) => Enumerable.Repeat(10m, exponent).Aggregate(1m, (power, ten) => power * ten);

    private static decimal Widened(decimal amount) => amount + 0.00000000m;

    private static Gen<Candle> Candle(Gen<decimal> amount, Gen<decimal> volume) =>
        from prices in amount.Array[4]
        from size in volume
        from traded in volume
        from isReported in Gen.Bool
        select new Candle
        {
            AssetId = default,
            Timeframe = Timeframe.OneMinute,
            OpenTime = Start,
            Open = prices[0],
            High = prices[1],
            Low = prices[2],
            Close = prices[3],
            Volume = size,
            QuoteVolume = isReported ? traded : null,
        };

    private static Gen<PerformanceMetrics> Metrics(Gen<decimal> amount) =>
        from given in amount.Array[4]
        from present in Gen.Bool.Array[3]
        from trades in Gen.Int[-3, 3]
        select new PerformanceMetrics
        {
            UserId = default,
            Kind = RunKind.Live,
            Currency = Currency.Parse("USDT"),
            FormulaVersion = 1,
            InputHash = "none",
            Period = MetricsPeriod.Daily,
            StartDate = Start,
            EndDate = Start.AddDays(1),
            TotalTrades = Math.Abs(trades),
            SharpeRatio = trades * 0.25,
            TotalPnl = given[0],
            Expectancy = present[0] ? given[1] : null,
            AvgWin = present[1] ? given[2] : null,
            AvgLoss = present[2] ? given[3] : null,
        };

    private static Candle At(Candle candle, int index) => new()
    {
        AssetId = candle.AssetId,
        Timeframe = candle.Timeframe,
        OpenTime = Start.AddMinutes(index),
        Open = candle.Open,
        High = candle.High,
        Low = candle.Low,
        Close = candle.Close,
        Volume = candle.Volume,
        QuoteVolume = candle.QuoteVolume,
        Closed = index % 3 == 0,
    };

    private static PerformanceMetrics At(PerformanceMetrics metrics, int index) => new()
    {
        UserId = metrics.UserId,
        Kind = metrics.Kind,
        Currency = metrics.Currency,
        FormulaVersion = metrics.FormulaVersion,
        InputHash = metrics.InputHash,
        Period = metrics.Period,
        StartDate = Start.AddDays(index),
        EndDate = Start.AddDays(index + 1),
        TotalTrades = metrics.TotalTrades,
        SharpeRatio = metrics.SharpeRatio,
        TotalPnl = metrics.TotalPnl,
        Expectancy = metrics.Expectancy,
        AvgWin = metrics.AvgWin,
        AvgLoss = metrics.AvgLoss,
    };
}

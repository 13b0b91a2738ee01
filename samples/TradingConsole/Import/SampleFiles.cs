using StrategyEngine.Data.Model;

namespace TradingConsole.Import;

/// <summary>The files that come with the sample; see <c>Data/README.md</c> for their origin.</summary>
internal static class SampleFiles
{
    public static CandleFile BitcoinDaily { get; } =
        new(InData("coinbase-btcusd-1d-2014-2018.csv"), "coinbase", "BTC-USD", AssetClass.Crypto, Timeframe.OneDay)
        {
            Name = "Bitcoin / US dollar",
            BaseCurrency = Currency.Parse("BTC"),
            TickSize = 0.01m,
            StepSize = 0.0001m,
            MinNotional = 10m,
        };

    public static IReadOnlyList<CandleFile> All { get; } =
    [
        BitcoinDaily with { Path = InData("coinbase-btcusd-1m-20161007-09.csv"), Timeframe = Timeframe.OneMinute, IsComplete = true },
        BitcoinDaily,
        new(InData("oanda-eurusd-1m-20140501.csv"), "oanda", "EUR_USD", AssetClass.Forex, Timeframe.OneMinute)
        {
            Name = "Euro / US dollar",
            BaseCurrency = Currency.Parse("EUR"),
            TickSize = 0.00001m,
            StepSize = 1m,
        },
        new(InData("nyse-spy-1m-20131007.csv"), "nyse", "SPY", AssetClass.Stock, Timeframe.OneMinute)
        {
            Name = "SPDR S&P 500 ETF Trust",
            TickSize = 0.01m,
            StepSize = 1m,
        },
    ];

    /// <summary>An hour of minutes for the replay server.</summary>
    public static CandleFile ReplayedHour { get; } =
        new(InData("bybit-btcusdt-1m-20221213-first-hour.csv"), "replay", "BTCUSDT", AssetClass.Crypto, Timeframe.OneMinute)
        {
            Name = "Bitcoin / Tether, replayed",
            BaseCurrency = Currency.Parse("BTC"),
            QuoteCurrency = Currency.Parse("USDT"),
            TickSize = 0.01m,
            StepSize = 0.000001m,
        };

    private static string InData(string file) => Path.Combine(AppContext.BaseDirectory, "Data", file);
}

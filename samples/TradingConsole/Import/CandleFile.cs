using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.MarketData.Calendars;
using StrategyEngine.Data.Model;

namespace TradingConsole.Import;

/// <summary>A CSV file of candles, compressed or not, and what they are candles of.</summary>
internal sealed record CandleFile(string Path, string Exchange, string Symbol, AssetClass AssetClass, Timeframe Timeframe)
{
    public string Name { get; init; } = Symbol;

    /// <summary>What is traded, or null where that is no currency.</summary>
    public Currency? BaseCurrency { get; init; }

    /// <summary>What prices are in.</summary>
    public Currency QuoteCurrency { get; init; } = Currency.Parse("USD");

    public MarketKind Market => AssetClass switch
    {
        AssetClass.Stock => MarketKind.CashEquity,
        AssetClass.Forex => MarketKind.Forex,
        _ => MarketKind.Spot,
    };

    /// <summary>The least change of a price and of a quantity, or null if unknown.</summary>
    public decimal? TickSize { get; init; }

    public decimal? StepSize { get; init; }

    public decimal? MinNotional { get; init; }

    public CandleCsvFormat Format { get; init; } = CandleCsvFormat.Default;

    /// <summary>The line of the first candle: the format of the library has a header, that of Binance none.</summary>
    public int FirstLine => Format == CandleCsvFormat.Default ? 2 : 1;

    public CandleValidation Validation { get; init; } = CandleValidation.Normal;

    /// <summary>
    /// Whether the file holds all that the exchange has between its first and its last candle, so that what it leaves out is no gap.
    /// </summary>
    public bool IsComplete { get; init; }

    /// <summary>When the exchange trades.</summary>
    public ITradingCalendar Calendar => AssetClass == AssetClass.Forex ? TradingCalendars.ForexWeek : TradingCalendars.AlwaysOpen;
}

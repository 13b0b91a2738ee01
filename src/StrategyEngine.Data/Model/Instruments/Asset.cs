using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>
/// An instrument: what is traded, where and in which money. Unique per symbol, asset class, exchange and market, so that spot and perpetual
/// <c>BTCUSDT</c> of one venue live side by side.
/// </summary>
public sealed class Asset : Entity, IHasMetadata
{
    /// <summary>The exchange's own symbol, such as <c>BTCUSDT</c>. 1 to 50 characters.</summary>
    public required string Symbol { get; set; }

    /// <summary>What kind of instrument it is.</summary>
    public required AssetClass AssetClass { get; set; }

    /// <summary>A readable name. 1 to 200 characters.</summary>
    public required string Name { get; set; }

    /// <summary>The exchange's lower-case code, such as <c>binance</c>. 1 to 50 characters.</summary>
    public required string Exchange { get; set => field = value.ToLowerInvariant(); }

    /// <summary>How it is traded, which decides what a fill does to a position and which money it is settled in.</summary>
    /// <value><see cref="MarketKind.Spot"/> by default.</value>
    public MarketKind Market { get; set; } = MarketKind.Spot;

    /// <summary>What is traded, or null where that is no currency, as of a share or a contract on an index.</summary>
    public Currency? BaseCurrency { get; set; }

    /// <summary>What prices are in.</summary>
    public required Currency QuoteCurrency { get; set; }

    /// <summary>
    /// What profit is in, or null for the one that the market settles in by itself: the base currency of an inverse perpetual, the quote
    /// currency otherwise.
    /// </summary>
    public Currency? SettlementCurrency { get; set; }

    /// <summary>Units of one contract: of the base currency, of the quote currency if it is inverse. 1 on a spot market.</summary>
    /// <value>Above 0; 1 by default.</value>
    public decimal ContractSize { get; set; } = 1;

    /// <summary>When a future expires, or null.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Whether it can be traded.</summary>
    /// <value><see cref="AssetStatus.Trading"/> by default.</value>
    public AssetStatus Status { get; set; } = AssetStatus.Trading;

    /// <summary>Decimals of a price.</summary>
    /// <value>0 to 12; 8 by default.</value>
    public int PricePrecision { get; set; } = 8;

    /// <summary>Decimals of a quantity.</summary>
    /// <value>0 to 12; 8 by default.</value>
    public int QuantityPrecision { get; set; } = 8;

    /// <summary>The least change of a price, or null if unknown.</summary>
    public decimal? TickSize { get; set; }

    /// <summary>The least change of a quantity, or null if unknown.</summary>
    public decimal? StepSize { get; set; }

    /// <summary>The least quantity of an order, or null if unknown.</summary>
    public decimal? MinQuantity { get; set; }

    /// <summary>The greatest quantity of an order, or null if unknown.</summary>
    public decimal? MaxQuantity { get; set; }

    /// <summary>The least price times quantity of an order, in the quote currency, or null if unknown.</summary>
    public decimal? MinNotional { get; set; }

    /// <summary>The greatest price times quantity of an order, in the quote currency, or null if unknown.</summary>
    public decimal? MaxNotional { get; set; }

    /// <summary>Whether the instrument is followed.</summary>
    /// <value>True by default.</value>
    public bool IsActive { get; set; } = true;

    /// <summary>What only crypto-currency pairs have, or null.</summary>
    public JsonObject? CryptoMetadata { get; set; }

    /// <summary>What only currency pairs have, or null.</summary>
    public JsonObject? ForexMetadata { get; set; }

    /// <summary>What only shares have, or null.</summary>
    public JsonObject? StockMetadata { get; set; }

    /// <inheritdoc />
    public JsonObject Metadata { get; set; } = [];

    /// <summary>The signals about the asset; deleted with it.</summary>
    [JsonIgnore]
    public List<Signal> Signals { get; } = [];

    /// <summary>The trades in the asset; they keep it from being deleted.</summary>
    [JsonIgnore]
    public List<Trade> Trades { get; } = [];

    /// <summary>Symbol, venue, class and market.</summary>
    public override string ToString() => Printed.Text($"Asset {Symbol} on {Exchange}, {AssetClass}, {Market}, {Id}");
}

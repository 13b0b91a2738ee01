using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>An instrument at an exchange. Unique per symbol, asset class and exchange.</summary>
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

    /// <summary>Decimals of a price.</summary>
    /// <value>0 to 8; 8 by default.</value>
    public int PricePrecision { get; set; } = 8;

    /// <summary>Decimals of a quantity.</summary>
    /// <value>0 to 8; 8 by default.</value>
    public int AmountPrecision { get; set; } = 8;

    /// <summary>The least change of a price, or null if unknown.</summary>
    public decimal? TickSize { get; set; }

    /// <summary>The least change of a quantity, or null if unknown.</summary>
    public decimal? StepSize { get; set; }

    /// <summary>The least price times quantity of an order, in the quote asset, or null if unknown.</summary>
    public decimal? MinNotional { get; set; }

    /// <summary>The least quantity of an order, or null if unknown.</summary>
    public decimal? MinOrderAmount { get; set; }

    /// <summary>The greatest quantity of an order, or null if unknown.</summary>
    public decimal? MaxOrderAmount { get; set; }

    /// <summary>Whether the instrument is followed.</summary>
    /// <value>True by default.</value>
    public bool IsActive { get; set; } = true;

    /// <summary>Whether the instrument may be traded.</summary>
    /// <value>True by default.</value>
    public bool IsTradable { get; set; } = true;

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

    /// <summary>Symbol, venue and class.</summary>
    public override string ToString() => Printed.Text($"Asset {Symbol} on {Exchange}, {AssetClass}, {Id}");
}

using System.Text.Json.Serialization;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>
/// What a strategy holds of one asset in one account, on one side. <c>TradeBook</c> writes it; it follows from the fills.
/// </summary>
public sealed class Position : Entity
{
    /// <summary>The account.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The account; null unless loaded.</summary>
    [JsonIgnore]
    public TradingAccount? Account { get; init; }

    /// <summary>The asset.</summary>
    public required Guid AssetId { get; init; }

    /// <summary>The asset; null unless loaded.</summary>
    [JsonIgnore]
    public Asset? Asset { get; init; }

    /// <summary>The strategy, or null for fills that nobody claimed.</summary>
    public Guid? StrategyId { get; init; }

    /// <summary>Which way it gains.</summary>
    public required PositionSide Side { get; init; }

    /// <summary>The quantity of the open trade; 0 where there is none.</summary>
    public decimal Quantity { get; internal set; }

    /// <summary>The average price at which <see cref="Quantity"/> was filled, to 12 decimals; null where it is 0.</summary>
    public decimal? AveragePrice { get; internal set; }

    /// <summary>
    /// What <see cref="Quantity"/> cost, in <see cref="Currency"/>, to 12 decimals; of a short position, what it brought.
    /// </summary>
    public decimal Cost { get; internal set; }

    /// <summary>What closed trades left that is too small to be traded; it is not in <see cref="Quantity"/>.</summary>
    public decimal DustQuantity { get; internal set; }

    /// <summary>What <see cref="DustQuantity"/> cost, in <see cref="Currency"/>, to 12 decimals.</summary>
    public decimal DustCost { get; internal set; }

    /// <summary>Units of one contract, as of the last fill.</summary>
    public decimal ContractSize { get; internal set; } = 1;

    /// <summary>What costs and profits are in.</summary>
    public required Currency Currency { get; init; }

    /// <summary>The open trade, or null where there is none.</summary>
    public Guid? TradeId { get; internal set; }

    /// <summary>The leverage that the exchange reports, or null.</summary>
    public decimal? Leverage { get; set; }

    /// <summary>The price at which the exchange liquidates, as it reports it, or null.</summary>
    public decimal? LiquidationPrice { get; set; }

    /// <summary>When the last fill was made.</summary>
    public DateTimeOffset LastFillAt { get; internal set; }

    /// <summary>Side, quantity, asset and price.</summary>
    public override string ToString() =>
        Printed.Text($"Position {Side} {Quantity} {Asset?.Symbol ?? $"{AssetId}"} at {AveragePrice}, {Id}");
}

using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>Advice about an asset at one instant, from a strategy or a person.</summary>
public sealed class Signal : Entity, IHasMetadata
{
    /// <summary>Whose signal it is.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The user; null unless loaded.</summary>
    [JsonIgnore]
    public User? User { get; init; }

    /// <summary>The asset it is about.</summary>
    public required Guid AssetId { get; init; }

    /// <summary>The asset; null unless loaded.</summary>
    [JsonIgnore]
    public Asset? Asset { get; init; }

    /// <summary>The strategy that made it, or null.</summary>
    public Guid? StrategyId { get; init; }

    /// <summary>The strategy; null unless loaded.</summary>
    [JsonIgnore]
    public Strategy? Strategy { get; init; }

    /// <summary>What it advises.</summary>
    public required SignalType SignalType { get; set; }

    /// <summary>When the signal could first be known: for a signal on a candle, that candle's close.</summary>
    public required DateTimeOffset KnownAt { get; init; }

    /// <summary>How sure it is.</summary>
    /// <value>0 to 1; 0.5 by default.</value>
    public double Confidence { get; set; } = 0.5;

    /// <summary>The price when it was made; above 0.</summary>
    public required decimal CurrentPrice { get; set; }

    /// <summary>The price to enter at; above 0.</summary>
    public required decimal EntryPrice { get; set; }

    /// <summary>The price to take profit at; above 0.</summary>
    public required decimal TargetPrice { get; set; }

    /// <summary>The price to stop the loss at; above 0.</summary>
    public required decimal StopLoss { get; set; }

    /// <summary>Reward over risk; not negative.</summary>
    public double RiskRewardRatio { get; set; }

    /// <summary>A score of the strategy's own.</summary>
    /// <value>0 by default.</value>
    public double ProfitabilityScore { get; set; }

    /// <summary>The mood of the market.</summary>
    /// <value><see cref="MarketSentiment.Neutral"/> by default.</value>
    public MarketSentiment MarketSentiment { get; set; } = MarketSentiment.Neutral;

    /// <summary>The timeframe it was made on.</summary>
    public required Timeframe Timeframe { get; set; }

    /// <summary>The reasoning, or null.</summary>
    public string? Analysis { get; set; }

    /// <summary>Whether it still holds.</summary>
    /// <value>True by default.</value>
    public bool IsActive { get; set; } = true;

    /// <summary>When it stops to hold, or null.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <inheritdoc />
    public JsonObject Metadata { get; set; } = [];

    /// <summary>What it says, of which asset, and since when.</summary>
    public override string ToString() =>
        Printed.Text($"Signal {SignalType} {Asset?.Symbol ?? AssetId.ToString()} {Timeframe} at {EntryPrice}, known at {KnownAt}, {Id}");
}

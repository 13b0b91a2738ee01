using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Model;

/// <summary>A user's trading strategy. Its configuration is encrypted.</summary>
public sealed class Strategy : AuditedEntity, IHasMetadata
{
    /// <summary>Whose strategy it is.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The user; null unless loaded.</summary>
    [JsonIgnore]
    public User? User { get; init; }

    /// <summary>A readable name. 1 to 200 characters.</summary>
    public required string Name { get; set; }

    /// <summary>What it does, or null.</summary>
    public string? Description { get; set; }

    /// <summary>The kind of algorithm, such as <c>moving_average_crossover</c>. 1 to 100 characters.</summary>
    public required string StrategyType { get; set; }

    /// <summary>The algorithm's parameters, encrypted. Editing the object in place is noticed when saving.</summary>
    [Encrypted, JsonIgnore]
    public JsonObject Config { get; set; } = [];

    /// <summary>Limits the risk manager reads; not encrypted.</summary>
    public JsonObject RiskParams { get; set; } = [];

    /// <summary>The drawdown at which the strategy stops, as a fraction.</summary>
    /// <value>0 to 1; 0.2 by default.</value>
    public double MaxDrawdown { get; set; } = 0.2;

    /// <summary>The daily loss at which the strategy stops, as a fraction, or null for none.</summary>
    /// <value>0 to 1.</value>
    public double? MaxDailyLoss { get; set; }

    /// <summary>The share of equity in one position, as a fraction.</summary>
    /// <value>0 to 1; 0.05 by default.</value>
    public double PositionSizePct { get; set; } = 0.05;

    /// <summary>Whether the strategy runs.</summary>
    /// <value>False by default.</value>
    public bool IsActive { get; set; }

    /// <summary>Whether other users may see the strategy.</summary>
    /// <value>False by default.</value>
    public bool IsPublic { get; set; }

    /// <inheritdoc />
    public JsonObject Metadata { get; set; } = [];

    /// <summary>The strategy's signals.</summary>
    [JsonIgnore]
    public List<Signal> Signals { get; } = [];

    /// <summary>The strategy's trades; they keep it from being deleted.</summary>
    [JsonIgnore]
    public List<Trade> Trades { get; } = [];

    /// <summary>The strategy's performance rows.</summary>
    [JsonIgnore]
    public List<PerformanceMetrics> PerformanceMetrics { get; } = [];

    /// <summary>Name, kind and id: the configuration is not for logs.</summary>
    public override string ToString() => Printed.Text($"Strategy {Name}, {StrategyType}, {Id}");
}

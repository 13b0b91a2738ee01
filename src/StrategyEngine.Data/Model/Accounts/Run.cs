using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>One time that a strategy was set to work: live, on paper, or over stored candles.</summary>
/// <remarks>Running a back-test again makes a new run, with an account of its own, and deletes nothing.</remarks>
public sealed class Run : AuditedEntity
{
    /// <summary>Whose run it is.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The user; null unless loaded.</summary>
    [JsonIgnore]
    public User? User { get; init; }

    /// <summary>The account that it trades on, of the same kind.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The account; null unless loaded.</summary>
    [JsonIgnore]
    public TradingAccount? Account { get; init; }

    /// <summary>The strategy, or null for trading by hand.</summary>
    public Guid? StrategyId { get; init; }

    /// <summary>The strategy; null unless loaded.</summary>
    [JsonIgnore]
    public Strategy? Strategy { get; init; }

    /// <summary>Whether money is at stake.</summary>
    public required RunKind Kind { get; init; }

    /// <summary>The version of the strategy, or null.</summary>
    public string? StrategyVersion { get; init; }

    /// <summary>The version of the program, such as a commit, or null.</summary>
    public string? CodeVersion { get; init; }

    /// <summary>The parameters that it ran with; not encrypted.</summary>
    public JsonObject Parameters { get; init; } = [];

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, or null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>How it ended.</summary>
    /// <value><see cref="RunOutcome.Running"/> by default.</value>
    public RunOutcome Outcome { get; set; } = RunOutcome.Running;

    /// <summary>Free text, such as why it failed, or null.</summary>
    public string? Notes { get; set; }

    /// <summary>The candles that it used.</summary>
    [JsonIgnore]
    public List<RunSeries> Series { get; } = [];

    /// <summary>Kind, strategy, start and outcome.</summary>
    public override string ToString() =>
        Printed.Text($"Run {Kind} of {Strategy?.Name ?? $"{StrategyId}"} {StrategyVersion} since {StartedAt}, {Outcome}, {Id}");
}

using System.Text.Json.Serialization;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>
/// An account at an exchange, or a simulated one: what orders, fills, positions and balances belong to. Unique per user, exchange, kind and
/// name.
/// </summary>
/// <remarks>
/// A back-test has an account of its own, so that nothing of it can mix with live trading. What decides how fills are booked is fixed when
/// the first one is.
/// </remarks>
public sealed class TradingAccount : AuditedEntity
{
    /// <summary>Whose account it is.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The user; null unless loaded.</summary>
    [JsonIgnore]
    public User? User { get; init; }

    /// <summary>Whether money is at stake.</summary>
    public required RunKind Kind { get; init; }

    /// <summary>The exchange's lower-case code, such as <c>binance</c>. 1 to 50 characters.</summary>
    public required string Exchange { get; init => field = value.ToLowerInvariant(); }

    /// <summary>Tells several accounts at one exchange apart, such as the name of the sub-account. 1 to 200 characters.</summary>
    public required string Name { get; set; }

    /// <summary>The exchange's own id of the account or sub-account, or null.</summary>
    public string? ExchangeAccountId { get; set; }

    /// <summary>The key that trades on it, or null.</summary>
    public Guid? ExchangeCredentialId { get; set; }

    /// <summary>Whether it nets what it buys and sells in one instrument, or holds both sides at once.</summary>
    /// <value><see cref="PositionMode.Netting"/> by default; fixed at the first fill.</value>
    public PositionMode PositionMode { get; set; } = PositionMode.Netting;

    /// <summary>Which cost an exit takes.</summary>
    /// <value><see cref="CostMethod.Average"/> by default; fixed at the first fill.</value>
    public CostMethod CostMethod { get; set; } = CostMethod.Average;

    /// <summary>Whether more of an asset may be sold than is held. Contracts and forex may always be sold short.</summary>
    /// <value>False by default; fixed at the first fill.</value>
    public bool IsMargined { get; set; }

    /// <summary>What decides how fills are booked; fixed once there is one.</summary>
    internal static IReadOnlyList<string> Fixed { get; } =
        [nameof(PositionMode), nameof(CostMethod), nameof(IsMargined)];

    /// <summary>When the first fill was booked, or null. Set by <c>TradeBook</c>.</summary>
    public DateTimeOffset? FirstFillAt { get; internal set; }

    /// <summary>Name, venue, kind and mode.</summary>
    public override string ToString() => Printed.Text($"TradingAccount {Name} at {Exchange}, {Kind}, {PositionMode}, {CostMethod}, {Id}");
}

using System.Text.Json.Serialization;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>A change of an account's balance that is no fill. Never changed once it is stored.</summary>
/// <remarks>Idempotent by account, kind and <see cref="ExchangeId"/>: record them with <c>TradeBook</c>.</remarks>
public sealed class LedgerEntry : Entity, IAppendOnly
{
    /// <summary>The account.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The account; null unless loaded.</summary>
    [JsonIgnore]
    public TradingAccount? Account { get; init; }

    /// <summary>The run, or null if it belongs to none.</summary>
    public Guid? RunId { get; init; }

    /// <summary>The strategy, or null if it belongs to none.</summary>
    public Guid? StrategyId { get; init; }

    /// <summary>The instrument of funding or delivery, or null.</summary>
    public Guid? AssetId { get; init; }

    /// <summary>Why the balance changed.</summary>
    public required LedgerEntryKind Kind { get; init; }

    /// <summary>The exchange's id of the entry, or one that the caller makes up. 1 to 100 characters.</summary>
    public required string ExchangeId { get; init; }

    /// <summary>By how much the balance changed: negative for what was paid. DECIMAL(28,12).</summary>
    public required decimal Amount { get; init; }

    /// <summary>What <see cref="Amount"/> is in.</summary>
    public required Currency Currency { get; init; }

    /// <summary>When it changed.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Whether it is a flow from or to outside, which is no part of a return.</summary>
    public bool IsExternal => Kind is LedgerEntryKind.Deposit or LedgerEntryKind.Withdrawal or LedgerEntryKind.Transfer;

    /// <summary>Kind, amount and instant.</summary>
    public override string ToString() => Printed.Text($"LedgerEntry {Kind} {Amount} {Currency}, {OccurredAt}, {Id}");
}

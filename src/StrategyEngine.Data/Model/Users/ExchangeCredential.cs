using System.Text.Json.Serialization;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Model;

/// <summary>A user's API key at an exchange. Its three secrets are sealed to this row.</summary>
public sealed class ExchangeCredential : AuditedEntity
{
    /// <summary>Whose key it is.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The user; null unless loaded.</summary>
    [JsonIgnore]
    public User? User { get; init; }

    /// <summary>The exchange's lower-case code, such as <c>binance</c>. 1 to 50 characters.</summary>
    public required string Exchange { get; set => field = value.ToLowerInvariant(); }

    /// <summary>Tells several keys at one exchange apart; unique per user and exchange.</summary>
    /// <value><c>default</c> by default.</value>
    public string Label { get; set; } = "default";

    /// <summary>The API key; required.</summary>
    [Encrypted, JsonIgnore]
    public Secret<string>? ApiKey { get => field?.For(Id); set; }

    /// <summary>The API secret; required.</summary>
    [Encrypted, JsonIgnore]
    public Secret<string>? ApiSecret { get => field?.For(Id); set; }

    /// <summary>The passphrase that OKX, Bitget and KuCoin ask for, or null.</summary>
    [Encrypted, JsonIgnore]
    public Secret<string>? Passphrase { get => field?.For(Id); set; }

    /// <summary>Whether the key is for the exchange's test network.</summary>
    /// <value>False by default.</value>
    public bool IsTestnet { get; set; }

    /// <summary>Whether the key may read balances and orders.</summary>
    /// <value>True by default.</value>
    public bool CanRead { get; set; } = true;

    /// <summary>Whether the key may place and cancel orders.</summary>
    /// <value>False by default.</value>
    public bool CanTrade { get; set; }

    /// <summary>Whether the key may withdraw.</summary>
    /// <value>False by default.</value>
    public bool CanWithdraw { get; set; }

    /// <summary>When the key was last used, or null.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>When the key was revoked, or null while it may be used.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>Label, venue and user; no part of the credential itself.</summary>
    public override string ToString() => Printed.Text($"ExchangeCredential {Label} for {Exchange} of user {UserId}, {Id}");
}

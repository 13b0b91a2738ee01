using System.Text.Json.Serialization;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Model;

/// <summary>A person or program that owns strategies, trades and credentials.</summary>
public sealed class User : AuditedEntity
{
    /// <summary>The unique name the user logs in with, stored as given; compared without regard to case. 1 to 100 characters.</summary>
    public required string Username
    {
        get;
        set
        {
            field = value;
            NormalizedUsername = value.Normalize().ToLowerInvariant();
        }
    }

    /// <summary><see cref="Username"/> in Unicode form C and lower case: what the unique key compares.</summary>
    public string NormalizedUsername { get; private set; } = "";

    /// <summary>The e-mail address: encrypted, and unique without regard to case through a blind index.</summary>
    [Encrypted, BlindIndex(Unique = true, Normalizer = BlindIndexNormalizer.TrimLower)]
    public required string Email { get; set; }

    /// <summary>The password hash as a PHC string, itself encrypted. Written by <c>AccountManager</c>.</summary>
    [Encrypted, JsonIgnore]
    public string? PasswordHash { get; set; }

    /// <summary>The shared secret of the second factor (TOTP, RFC 6238), or null when none was enrolled.</summary>
    [Encrypted, JsonIgnore]
    public Secret<byte[]>? TotpSecret { get => field?.For(Id); set; }

    /// <summary>When <see cref="TotpSecret"/> was made. Until it is confirmed by a first code, it counts for minutes only.</summary>
    [JsonIgnore]
    public DateTimeOffset? TotpCreatedAt { get; set; }

    /// <summary>The last TOTP time step that was accepted, so that no code is accepted twice.</summary>
    [JsonIgnore]
    public long? TotpLastStep { get; set; }

    /// <summary>Whether logging in needs the second factor.</summary>
    /// <value>False by default.</value>
    public bool TwoFactorEnabled { get; set; }

    /// <summary>Whether the account may be used.</summary>
    /// <value>True by default.</value>
    public bool IsActive { get; set; } = true;

    /// <summary>Whether the user administers the application.</summary>
    /// <value>False by default.</value>
    public bool IsAdmin { get; set; }

    /// <summary>
    /// Goes up whenever the password or second factor changes or the account is disabled; tokens of an older version are refused.
    /// </summary>
    [JsonIgnore]
    public int SecurityVersion { get; set; } = 1;

    /// <summary>When the user last logged in.</summary>
    public DateTimeOffset? LastLoginAt { get; set; }

    /// <summary>How often the user has logged in.</summary>
    public int LoginCount { get; set; }

    /// <summary>The user's sessions; deleted with the user.</summary>
    [JsonIgnore]
    public List<UserSession> Sessions { get; } = [];

    /// <summary>The user's API keys at exchanges; deleted with the user.</summary>
    [JsonIgnore]
    public List<ExchangeCredential> ApiKeys { get; } = [];

    /// <summary>The user's strategies; deleted with the user.</summary>
    [JsonIgnore]
    public List<Strategy> Strategies { get; } = [];

    /// <summary>The user's signals; deleted with the user.</summary>
    [JsonIgnore]
    public List<Signal> Signals { get; } = [];

    /// <summary>The user's trades; deleted with the user.</summary>
    [JsonIgnore]
    public List<Trade> Trades { get; } = [];

    /// <summary>The user's performance rows; deleted with the user.</summary>
    [JsonIgnore]
    public List<PerformanceMetrics> PerformanceMetrics { get; } = [];

    /// <summary>Name and id: an address is not for logs.</summary>
    public override string ToString() => Printed.Text($"User {Username}, {Id}");
}

using System.Text.Json.Serialization;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>
/// An API key that the application issues to a program that acts for a user without logging in. Made and revoked by
/// <c>ServiceCredentials</c>.
/// </summary>
public sealed class ServiceCredential : Entity
{
    /// <summary>For whom the program acts.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The user; null unless loaded.</summary>
    [JsonIgnore]
    public User? User { get; init; }

    /// <summary>What the user calls it, such as <c>grid bot</c>. 1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of its secret, which has 248 bits of entropy; 32 bytes.</summary>
    [JsonIgnore]
    public required byte[] SecretHash { get; init; }

    /// <summary>What it may do, space-separated (RFC 6749 section 3.3). At most 1000 characters.</summary>
    public required string Scopes { get; init; }

    /// <summary>
    /// From where it may be used: networks in CIDR notation, space-separated; empty for anywhere. At most 1000 characters.
    /// </summary>
    public string Networks { get; init; } = "";

    /// <summary>When it ends. Never moves.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was last used, or null; written at most once a minute.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>When a refusal of it was last recorded, or null: once a minute is enough.</summary>
    [JsonIgnore]
    public DateTimeOffset? LastRefusedAt { get; set; }

    /// <summary>When it was revoked, or null while it may be used.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>Name, user and end; not the key.</summary>
    public override string ToString() => Printed.Text($"ServiceCredential {Name} of user {UserId}, until {RevokedAt ?? ExpiresAt}, {Id}");
}

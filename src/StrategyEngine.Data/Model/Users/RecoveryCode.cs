using System.Text.Json.Serialization;

namespace StrategyEngine.Data.Model;

/// <summary>A code that stands in for the second factor once. Written by <c>AccountManager</c>.</summary>
internal sealed class RecoveryCode
{
    /// <summary>Whose code it is.</summary>
    public required Guid UserId { get; init; }

    /// <summary>SHA-256 of the user and the code, which has 125 bits of entropy; 32 bytes.</summary>
    [JsonIgnore]
    public required byte[] CodeHash { get; init; }

    /// <summary>The user; null unless loaded.</summary>
    [JsonIgnore]
    public User? User { get; init; }

    /// <summary>When it was redeemed, or null.</summary>
    public DateTimeOffset? RedeemedAt { get; set; }
}

using System.Text.Json.Serialization;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Model;

/// <summary>A key that authenticates tokens of sessions. Made, rotated and deleted by <c>SessionManager</c>.</summary>
internal sealed class SigningKey : Entity
{
    /// <summary>What the key signs: <c>HS256</c> or <c>ES256</c> for access tokens (RFC 7518), <c>refresh</c> for refresh tokens.</summary>
    public required string Algorithm { get; init; }

    /// <summary>Counts the keys of an algorithm from 1; unique with it, so that nodes that start together agree on one key.</summary>
    public required int Epoch { get; init; }

    /// <summary>The key, sealed to this row: 32 random bytes, or a P-256 private key in PKCS#8.</summary>
    [Encrypted, JsonIgnore]
    public required Secret<byte[]>? Material { get => field?.For(Id); set; }

    /// <summary>When it begins to sign. It verifies from when it is known.</summary>
    public required DateTimeOffset ActivatesAt { get; init; }

    /// <summary>When it stops signing, or null if it does not.</summary>
    public DateTimeOffset? RetiresAt { get; init; }

    /// <summary>When nothing it signed can be valid any more, or null if it does not retire.</summary>
    public DateTimeOffset? DeletesAt { get; init; }

    /// <summary>When it was revoked, or null. What a revoked key signed is not accepted.</summary>
    public DateTimeOffset? RevokedAt { get; set; }
}

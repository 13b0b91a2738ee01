using System.Text.Json.Serialization;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Model;

/// <summary>One logged-in client of a user. Tokens are not stored, only hashes of the refresh token.</summary>
public sealed class UserSession : Entity
{
    /// <summary>Whose session it is.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The user; null unless loaded.</summary>
    [JsonIgnore]
    public User? User { get; init; }

    /// <summary>What kind of client it belongs to.</summary>
    /// <value><see cref="SessionType.Web"/> by default.</value>
    public SessionType SessionType { get; init; } = SessionType.Web;

    /// <summary>Whether the client asked to be remembered, which lengthens both life times.</summary>
    public bool IsRemembered { get; init; }

    /// <summary>What the session may do, space-separated (RFC 6749 section 3.3); empty for no scopes. At most 1000 characters.</summary>
    public string Scopes { get; init; } = "";

    /// <summary>How the user proved who they are, space-separated (RFC 8176), such as <c>pwd otp mfa</c>. At most 100 characters.</summary>
    public string AuthenticationMethods { get; init; } = "";

    /// <summary>How often the refresh token has been rotated.</summary>
    public int Generation { get; set; }

    /// <summary>SHA-256 of the secret of the current refresh token, 32 bytes.</summary>
    [JsonIgnore]
    public byte[] RefreshHash { get; set; } = [];

    /// <summary>SHA-256 of the secret of the refresh token before the current one, 32 bytes.</summary>
    [JsonIgnore]
    public byte[]? RefreshPreviousHash { get; set; }

    /// <summary>The salt from which the current refresh token was derived, 32 bytes.</summary>
    [JsonIgnore]
    public byte[]? RefreshSalt { get; set; }

    /// <summary>When the refresh token was last rotated.</summary>
    public DateTimeOffset? RotatedAt { get; set; }

    /// <summary>When the session was last used; written at every refresh, and at most once in <c>ActivityInterval</c> between.</summary>
    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>
    /// When the session ends unless it is used before; never later than <see cref="AbsoluteExpiresAt"/>. Of a revoked session, when it
    /// ended.
    /// </summary>
    public DateTimeOffset IdleExpiresAt { get; set; }

    /// <summary>When the session ends, whatever happens. Never moves.</summary>
    public required DateTimeOffset AbsoluteExpiresAt { get; init; }

    /// <summary>The user's security version when the session began; a newer one ends it.</summary>
    [JsonIgnore]
    public int SecurityVersion { get; init; }

    /// <summary>The client's address when it was opened, or when a refresh noticed another client; encrypted.</summary>
    [Encrypted]
    public string? IpAddress { get; set; }

    /// <summary>The client's user agent, encrypted; at most 512 characters.</summary>
    [Encrypted]
    public string? UserAgent { get; set; }

    /// <summary>When the user last proved a second factor in this session, or null.</summary>
    public DateTimeOffset? SecondFactorAt { get; init; }

    /// <summary>When the session was revoked, or null.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>Why the session was revoked, or null.</summary>
    public SessionRevocation? RevokeReason { get; set; }

    /// <summary>Id, user, kind and end: where it was opened from is not for logs.</summary>
    public override string ToString() =>
        Printed.Text($"UserSession {Id} of user {UserId}, {SessionType}, until {RevokedAt ?? AbsoluteExpiresAt}");
}

namespace StrategyEngine.Data.Sessions.Tokens;

/// <summary>What an access token says. Instants have the resolution of a second (RFC 7519 §2, NumericDate).</summary>
internal sealed record AccessTokenClaims
{
    /// <summary>Claim <c>sub</c>.</summary>
    public required Guid UserId { get; init; }

    /// <summary>Claim <c>sid</c>.</summary>
    public required Guid SessionId { get; init; }

    /// <summary>Claim <c>sv</c>: the user's security version when the session began.</summary>
    public required int SecurityVersion { get; init; }

    /// <summary>Claim <c>jti</c>.</summary>
    public required string TokenId { get; init; }

    /// <summary>Claims <c>iat</c> and <c>nbf</c>.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Claim <c>exp</c>.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Claim <c>auth_time</c>.</summary>
    public required DateTimeOffset AuthenticatedAt { get; init; }

    /// <summary>Claim <c>amr</c> (RFC 8176).</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Claim <c>scope</c> (RFC 9068 §2.2.3), space-separated there.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Claim <c>kind</c>: the type of session, as stored.</summary>
    public string Kind { get; init; } = "";
}

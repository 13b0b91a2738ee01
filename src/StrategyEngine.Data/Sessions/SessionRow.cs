using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence.Statements;

namespace StrategyEngine.Data.Sessions;

/// <summary>The columns of a session and its user that a refresh needs, and from which its tokens are written. Immutable.</summary>
internal sealed record SessionRow
{
    private static readonly string[] Columns =
    [
        nameof(UserSession.Id),
        nameof(UserSession.UserId),
        nameof(UserSession.SessionType),
        nameof(UserSession.IsRemembered),
        nameof(UserSession.Scopes),
        nameof(UserSession.AuthenticationMethods),
        nameof(UserSession.CreatedAt),
        nameof(UserSession.Generation),
        nameof(UserSession.RefreshHash),
        nameof(UserSession.RefreshPreviousHash),
        nameof(UserSession.RefreshSalt),
        nameof(UserSession.RotatedAt),
        nameof(UserSession.IdleExpiresAt),
        nameof(UserSession.AbsoluteExpiresAt),
        nameof(UserSession.RevokedAt),
        nameof(UserSession.SecurityVersion),
        nameof(UserSession.IpAddress),
        nameof(UserSession.UserAgent),
    ];

    private static readonly ModelStatement Read = new(sql =>
        $"""
        SELECT {string.Join(", ", Columns.Select(property => sql.Select<UserSession>("s", property, property)))},
            {sql.Select<User>("u", nameof(User.IsActive), nameof(UserIsActive))},
            {sql.Select<User>("u", nameof(User.SecurityVersion), nameof(UserSecurityVersion))}
        FROM {sql.Table<UserSession>()} AS s JOIN {sql.Table<User>()} AS u ON u.{sql.Column<User>(nameof(User.Id))} = s.{sql.Column<UserSession>(nameof(UserSession.UserId))}
        WHERE s.{sql.Is<UserSession>(nameof(UserSession.Id), "id")}
        """);

    private ClientFingerprint? _client;

    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    public required SessionType Type { get; init; }

    public required bool IsRemembered { get; init; }

    public required string Scopes { get; init; }

    public required string AuthenticationMethods { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required int Generation { get; init; }

    public required byte[] Hash { get; init; }

    public byte[]? PreviousHash { get; init; }

    public byte[]? Salt { get; init; }

    public DateTimeOffset? RotatedAt { get; init; }

    public required DateTimeOffset IdleExpiresAt { get; init; }

    public required DateTimeOffset AbsoluteExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public required int SecurityVersion { get; init; }

    public string? IpAddress { get; init; }

    public string? UserAgent { get; init; }

    public required bool UserIsActive { get; init; }

    public required int UserSecurityVersion { get; init; }

    public static async Task<SessionRow?> ReadAsync(OpenContext open, Guid id, CancellationToken cancellationToken)
    {
        var rows = await Read.ReadAsync(open, Of, cancellationToken, ("id", id)).ConfigureAwait(false);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>The row of a session that is being opened, for a user who may.</summary>
    public static SessionRow Of(UserSession session, DateTimeOffset createdAt) => new()
    {
        Id = session.Id,
        UserId = session.UserId,
        Type = session.SessionType,
        IsRemembered = session.IsRemembered,
        Scopes = session.Scopes,
        AuthenticationMethods = session.AuthenticationMethods,
        CreatedAt = createdAt,
        Generation = session.Generation,
        Hash = session.RefreshHash,
        IdleExpiresAt = session.IdleExpiresAt,
        AbsoluteExpiresAt = session.AbsoluteExpiresAt,
        SecurityVersion = session.SecurityVersion,
        IpAddress = session.IpAddress,
        UserAgent = session.UserAgent,
        UserIsActive = true,
        UserSecurityVersion = session.SecurityVersion,
    };

    public ClientFingerprint Client => _client ??= ClientFingerprint.Of(IpAddress, UserAgent);

    /// <summary>The row after its rotation.</summary>
    public SessionRow Rotated(byte[] hash, byte[] salt, DateTimeOffset now, DateTimeOffset idleExpiresAt) => this with
    {
        Generation = Generation + 1,
        Hash = hash,
        PreviousHash = Hash,
        Salt = salt,
        RotatedAt = now,
        IdleExpiresAt = idleExpiresAt,
    };

    /// <summary>Says nothing of the client.</summary>
    public override string ToString() => $"session {Id}, generation {Generation}";

    /// <summary>Whether a client tells what was not known when the session was opened.</summary>
    public bool LearnsFrom(ClientInfo client) =>
        (IpAddress is null && ClientText.Address(client.IpAddress) is not null)
            || (UserAgent is null && ClientText.UserAgent(client.UserAgent) is not null);

    private static SessionRow Of(StatementRow row) => new()
    {
        Id = row.Get<Guid>(nameof(UserSession.Id)),
        UserId = row.Get<Guid>(nameof(UserSession.UserId)),
        Type = row.Get<SessionType>(nameof(UserSession.SessionType)),
        IsRemembered = row.Get<bool>(nameof(UserSession.IsRemembered)),
        Scopes = row.Get<string>(nameof(UserSession.Scopes)),
        AuthenticationMethods = row.Get<string>(nameof(UserSession.AuthenticationMethods)),
        CreatedAt = row.Get<DateTimeOffset>(nameof(UserSession.CreatedAt)),
        Generation = row.Get<int>(nameof(UserSession.Generation)),
        Hash = row.Get<byte[]>(nameof(UserSession.RefreshHash)),
        PreviousHash = row.Get<byte[]?>(nameof(UserSession.RefreshPreviousHash)),
        Salt = row.Get<byte[]?>(nameof(UserSession.RefreshSalt)),
        RotatedAt = row.Get<DateTimeOffset?>(nameof(UserSession.RotatedAt)),
        IdleExpiresAt = row.Get<DateTimeOffset>(nameof(UserSession.IdleExpiresAt)),
        AbsoluteExpiresAt = row.Get<DateTimeOffset>(nameof(UserSession.AbsoluteExpiresAt)),
        RevokedAt = row.Get<DateTimeOffset?>(nameof(UserSession.RevokedAt)),
        SecurityVersion = row.Get<int>(nameof(UserSession.SecurityVersion)),
        IpAddress = row.Get<string?>(nameof(UserSession.IpAddress)),
        UserAgent = row.Get<string?>(nameof(UserSession.UserAgent)),
        UserIsActive = row.Get<bool>(nameof(UserIsActive)),
        UserSecurityVersion = row.Get<int>(nameof(UserSecurityVersion)),
    };
}

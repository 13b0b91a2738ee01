using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence.Statements;

namespace StrategyEngine.Data.Sessions;

/// <summary>The compare-and-swap of a rotation, as one UPDATE.</summary>
internal static class SessionRotation
{
    private static readonly ModelStatement Statement = new(sql =>
        $"""
        UPDATE {sql.Table<UserSession>()}
        SET {sql.Is<UserSession>(nameof(UserSession.Generation), "next")},
            {sql.Is<UserSession>(nameof(UserSession.RefreshHash), "hash")},
            {sql.Is<UserSession>(nameof(UserSession.RefreshPreviousHash), "expected")},
            {sql.Is<UserSession>(nameof(UserSession.RefreshSalt), "salt")},
            {sql.Is<UserSession>(nameof(UserSession.RotatedAt), "now")},
            {sql.Is<UserSession>(nameof(UserSession.LastSeenAt), "now")},
            {sql.Is<UserSession>(nameof(UserSession.IdleExpiresAt), "idle")}
        WHERE {sql.Is<UserSession>(nameof(UserSession.Id), "id")}
            AND {sql.Is<UserSession>(nameof(UserSession.Generation), "generation")}
            AND {sql.Is<UserSession>(nameof(UserSession.RefreshHash), "expected")}
            AND {sql.Column<UserSession>(nameof(UserSession.RevokedAt))} IS NULL
            AND {sql.Column<UserSession>(nameof(UserSession.IdleExpiresAt))} > @now
            AND EXISTS (
                SELECT 1 FROM {sql.Table<User>()}
                WHERE {sql.Table<User>()}.{sql.Column<User>(nameof(User.Id))} = {sql.Table<UserSession>()}.{sql.Column<UserSession>(nameof(UserSession.UserId))}
                    AND {sql.Table<User>()}.{sql.Is<User>(nameof(User.IsActive), "active")}
                    AND {sql.Table<User>()}.{sql.Column<User>(nameof(User.SecurityVersion))} = {sql.Table<UserSession>()}.{sql.Column<UserSession>(nameof(UserSession.SecurityVersion))})
        """);

    /// <summary>How many rows changed: one, or none if the session is not as expected any more.</summary>
    public static Task<int> RunAsync(
        OpenContext open,
        Guid id,
        int generation,
        byte[] expected,
        byte[] hash,
        byte[] salt,
        DateTimeOffset now,
        DateTimeOffset idle,
        CancellationToken cancellationToken) =>
        Statement.ExecuteAsync(
            open, cancellationToken,
            ("id", id), ("generation", generation), ("next", generation + 1), ("expected", expected), ("hash", hash), ("salt", salt),
            ("now", now), ("idle", idle), ("active", true));
}

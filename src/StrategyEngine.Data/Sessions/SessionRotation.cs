using System.Data.Common;
using System.Runtime.CompilerServices;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Sessions;

/// <summary>The compare-and-swap of a rotation as one UPDATE, written once for each model from its tables and columns. Thread-safe.</summary>
/// <remarks>EF 10 compiles no updates (dotnet/efcore#36741), and translates them anew each time.</remarks>
internal sealed class SessionRotation
{
    private static readonly ConditionalWeakTable<IModel, SessionRotation> Known = [];

    private readonly Dictionary<string, RelationalTypeMapping> _mappings = [];
    private readonly string _sql;

    private SessionRotation(IModel model, ISqlGenerationHelper sql)
    {
        var sessions = model.FindEntityType(typeof(UserSession))!;
        var users = model.FindEntityType(typeof(User))!;
        var (session, user) = (Table(sessions), Table(users));
        _sql = $"""
            UPDATE {session}
            SET {Set(nameof(UserSession.Generation), "next")}, {Set(nameof(UserSession.RefreshHash), "hash")}, {Set(nameof(UserSession.RefreshPreviousHash), "expected")},
                {Set(nameof(UserSession.RefreshSalt), "salt")}, {Set(nameof(UserSession.RotatedAt), "now")}, {Set(nameof(UserSession.LastSeenAt), "now")},
                {Set(nameof(UserSession.IdleExpiresAt), "idle")}
            WHERE {Set(nameof(UserSession.Id), "id")} AND {Set(nameof(UserSession.Generation), "generation")} AND {Set(nameof(UserSession.RefreshHash), "expected")}
                AND {Column(sessions, nameof(UserSession.RevokedAt))} IS NULL AND {Column(sessions, nameof(UserSession.IdleExpiresAt))} > @now
                AND EXISTS (
                    SELECT 1 FROM {user}
                    WHERE {user}.{Column(users, nameof(User.Id))} = {session}.{Column(sessions, nameof(UserSession.UserId))}
                        AND {user}.{Column(users, nameof(User.IsActive))} = @active
                        AND {user}.{Column(users, nameof(User.SecurityVersion))} = {session}.{Column(sessions, nameof(UserSession.SecurityVersion))})
            """;
        _mappings["active"] = users.FindProperty(nameof(User.IsActive))!.GetRelationalTypeMapping();

        string Set(string property, string parameter)
        {
            _mappings[parameter] = sessions.FindProperty(property)!.GetRelationalTypeMapping();
            return $"{Column(sessions, property)} = @{parameter}";
        }

        string Table(IEntityType type) => sql.DelimitIdentifier(type.GetTableName()!, type.GetSchema());
        string Column(IEntityType type, string property) => sql.DelimitIdentifier(type.FindProperty(property)!.GetColumnName());
    }

    public static SessionRotation In(DbContext context) =>
        Known.GetValue(context.Model, model => new SessionRotation(model, context.GetService<ISqlGenerationHelper>()));

    /// <summary>How many rows changed: one, or none if the session is not as expected any more.</summary>
    public async Task<int> RunAsync(
        DbContext context, Guid id, int generation, byte[] expected, byte[] hash, byte[] salt, DateTimeOffset now, DateTimeOffset idle, CancellationToken cancellationToken)
    {
        var command = context.Database.GetDbConnection().CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            DbParameter[] parameters =
            [
                Of("id", id), Of("generation", generation), Of("next", generation + 1), Of("expected", expected), Of("hash", hash), Of("salt", salt),
                Of("now", now), Of("idle", idle), Of("active", true),
            ];
            return await context.Database.ExecuteSqlRawAsync(_sql, parameters, cancellationToken).ConfigureAwait(false);
        }

        DbParameter Of(string name, object value) => _mappings[name].CreateParameter(command, "@" + name, value);
    }
}

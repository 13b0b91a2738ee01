using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence.Statements;

namespace StrategyEngine.Data.Sessions;

/// <summary>
/// Locks the row of a user for the rest of a transaction, by writing it as it is: what opens, replaces and ends sessions of one user comes
/// one after the other, whatever the database.
/// </summary>
internal static class UserLock
{
    private static readonly ModelStatement Statement = new(sql =>
        $"""
        UPDATE {sql.Table<User>()} SET {sql.Column<User>(nameof(User.LoginCount))} = {sql.Column<User>(nameof(User.LoginCount))}
        WHERE {sql.Is<User>(nameof(User.Id), "id")}
        """);

    public static Task TakeAsync(DbContext context, Guid userId, CancellationToken cancellationToken) =>
        Statement.ExecuteAsync(context, cancellationToken, ("id", userId));
}

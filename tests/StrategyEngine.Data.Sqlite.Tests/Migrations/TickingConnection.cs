using System.Data.Common;

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace StrategyEngine.Data.Sqlite.Tests.Migrations;

/// <summary>Gives a connection the function <c>tick</c>, which tells that a statement is running.</summary>
internal sealed class TickingConnection(Action tick) : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => AddTo(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        AddTo(connection);
        return Task.CompletedTask;
    }

    private void AddTo(DbConnection connection) => ((SqliteConnection)connection).CreateFunction("tick", () =>
    {
        tick();
        return 1;
    });
}

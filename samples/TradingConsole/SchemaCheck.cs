using StrategyEngine.Data.Migrations;

namespace TradingConsole;

/// <summary>Tells a user who skipped <c>migrate</c> so.</summary>
internal sealed class SchemaCheck(MigrationRunner migrations)
{
    public async Task RequireCurrentAsync(CancellationToken cancellationToken)
    {
        var status = await migrations.GetStatusAsync(cancellationToken);
        if (!status.DatabaseExists)
            throw new Failure("There is no database yet. Run 'migrate' first, or the tour (no command).");
        if (status.Unknown.Count > 0)
            throw new Failure("The database was made by a newer version of this program.");
        if (status.Pending.Count > 0)
            throw new Failure("The schema of the database is not up to date. Run 'migrate' first.");
    }
}

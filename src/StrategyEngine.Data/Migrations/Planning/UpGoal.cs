using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>Applies what is pending, up to a target if there is one.</summary>
internal sealed class UpGoal(CompiledMigrations migrations, MigrateOptions options) : MigrationGoal(migrations)
{
    private readonly string? _target = options.Target is null ? null : migrations.Require(options.Target);

    public override MigrationDirection Direction => MigrationDirection.Up;

    public override IReadOnlyList<string> FindSteps(IReadOnlyList<string> applied)
    {
        var status = SchemaStatus.Compare(databaseExists: true, applied, Migrations.Ids, []);
        if (status.Unknown.Count > 0)
            throw DatabaseAheadException.Over(status.Unknown, Migrations.Ids.Count == 0 ? null : Migrations.Ids[^1]);
        if (_target is not null && status.Current is { } current && StringComparer.OrdinalIgnoreCase.Compare(current, _target) > 0)
        {
            throw new MigrationTargetException(
                $"The database is at {current}, past {_target}, and MigrateAsync reverts nothing. Call RollbackAsync to go back.");
        }

        var pending = status.Pending.Where(id => _target is null || StringComparer.OrdinalIgnoreCase.Compare(id, _target) <= 0).ToList();
        var outOfOrder = pending.Intersect(status.OutOfOrder).ToList();
        if (outOfOrder.Count > 0 && !options.AllowOutOfOrder)
            throw new MigrationOutOfOrderException(outOfOrder, status.Current!);
        return pending;
    }

    public override PlannedMigration Plan(string id, IReadOnlyList<MigrationJournalEntry> journal) => Migrations.Up(id);
}

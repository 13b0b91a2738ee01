using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>Reverts what is newer than a target.</summary>
internal sealed class DownGoal(CompiledMigrations migrations, string target) : MigrationGoal(migrations)
{
    // As for `dotnet ef database update 0`.
    private readonly string? _target = target == "0" ? null : migrations.Require(target);

    public override MigrationDirection Direction => MigrationDirection.Down;

    public override IReadOnlyList<string> FindSteps(IReadOnlyList<string> applied)
    {
        if (_target is not null && !applied.Contains(_target, StringComparer.OrdinalIgnoreCase))
        {
            throw new MigrationTargetException(
                $"The database does not have {_target}, and RollbackAsync applies nothing. Call MigrateAsync to go forward.");
        }

        return [.. applied.Where(id => _target is null || StringComparer.OrdinalIgnoreCase.Compare(id, _target) > 0).Reverse()];
    }

    public override PlannedMigration Plan(string id, IReadOnlyList<MigrationJournalEntry> journal) => Migrations.Down(id, journal);
}

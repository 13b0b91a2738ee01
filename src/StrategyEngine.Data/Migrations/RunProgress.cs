using Microsoft.Extensions.Logging;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Migrations;

/// <summary>
/// The plan of a run and how far it is: what is done, and what of that is committed. Reports it, and names it in a failure.
/// </summary>
internal sealed class RunProgress(IProgress<MigrationProgress>? progress, ILogger logger)
{
    private readonly List<AppliedMigration> _done = [];
    private readonly List<string> _kept = [];
    private int _commandsDone;
    private string? _halfDone;

    /// <summary>The migrations of the run, in the order in which they are run.</summary>
    public IReadOnlyList<PlannedMigration> Plan { get; set; } = [];

    /// <summary>The migrations that are applied or reverted, though not all of them need be committed.</summary>
    public IReadOnlyList<AppliedMigration> Done => _done;

    public void Report(MigrationStage stage, string? migrationId) =>
        progress?.Report(
            new MigrationProgress(
                stage, migrationId, _done.Count, Plan.Count, _commandsDone, Plan.Sum(migration => migration.CommandCount)));

    /// <summary>Sets the run to a number of commands of a migration, with all of those before it done.</summary>
    public void Reach(PlannedMigration migration, int commands) =>
        _commandsDone = Plan.TakeWhile(earlier => earlier != migration).Sum(earlier => earlier.CommandCount) + commands;

    public void Finish(PlannedMigration migration, TimeSpan duration) => _done.Add(new AppliedMigration(migration.Id, duration));

    /// <summary>Notes a commit: what is done outlives a failure.</summary>
    public void Keep()
    {
        _kept.Clear();
        _kept.AddRange(_done.Select(migration => migration.Id));
    }

    /// <summary>Notes a commit in the middle of a migration, whose first commands outlive a failure.</summary>
    public void KeepPart(PlannedMigration migration)
    {
        Keep();
        _halfDone = migration.Id;
    }

    /// <summary>The failure of a migration, with what of the run is rolled back and what stays.</summary>
    public MigrationFailedException Failure(string migrationId, string reason, Exception? cause)
    {
        Log.MigrationFailed(logger, migrationId, reason);
        var rolledBack = _done.Select(migration => migration.Id).Except(_kept).Append(migrationId).Distinct();
        return new MigrationFailedException(migrationId, reason, [.. rolledBack], [.. _kept], _halfDone == migrationId, cause);
    }
}

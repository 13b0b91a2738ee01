using StrategyEngine.Data.Migrations;

namespace StrategyEngine.Data.TestProcess;

/// <summary>Stops a run at every command boundary of one migration: says <c>AT</c>, and waits for a line or for its death.</summary>
internal sealed class StepwiseProgress(string migrationId) : IProgress<MigrationProgress>
{
    public void Report(MigrationProgress value)
    {
        if (value.MigrationId != migrationId)
            return;
        Console.WriteLine("AT");
        Gate.Await();
    }
}

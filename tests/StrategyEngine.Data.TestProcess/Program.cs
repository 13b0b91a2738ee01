using System.Globalization;

using Microsoft.Data.Sqlite;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Specifications.Processes;
using StrategyEngine.Data.TestProcess;

// One process of a test that needs several: a command says READY, waits for a line, works, and says what came of it.
return args is [WorkerLoop.Argument] ? await WorkerLoop.RunAsync(RunJobAsync) : await RunAsync(args);

// The next job finds no connection of this one: a test deletes and replaces the files.
static async Task<int> RunJobAsync(string[] job)
{
    try
    {
        return await RunAsync(job);
    }
    finally
    {
        SqliteConnection.ClearAllPools();
    }
}

static async Task<int> RunAsync(string[] args) => args switch
{
    ["migrate", var context, var folder] => await MigrateCommand.RunAsync(context, folder),
    ["migrate-stepwise", var context, var folder, var migration] =>
        await MigrateCommand.RunAsync(context, folder, new StepwiseProgress(migration)),
    ["hold-lock", var folder] => HoldLockCommand.Run(folder),
    ["backup", var folder, var file] =>
        await AdministerCommand.RunAsync(folder, administrator => administrator.BackupAsync(file, new BackupOptions { Overwrite = true })),
    ["restore", var folder, var file] => await AdministerCommand.RunAsync(folder, administrator => administrator.RestoreAsync(file)),
    ["write-candles", var folder, var assetId, var first, var count, var revision] => await WriteCandlesCommand.RunAsync(
        folder,
        Guid.Parse(assetId),
        int.Parse(first, CultureInfo.InvariantCulture),
        int.Parse(count, CultureInfo.InvariantCulture),
        long.Parse(revision, CultureInfo.InvariantCulture)),
    _ => throw new ArgumentException($"No such command: {string.Join(' ', args)}"),
};

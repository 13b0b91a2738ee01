using System.Globalization;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.TestProcess;

// One process of a test that needs several. It says READY, waits for a line, works, and says what came of it.
return args switch
{
    ["migrate", var context, var folder] => await MigrateCommand.RunAsync(context, folder),
    ["migrate-stepwise", var context, var folder, var migration] => await MigrateCommand.RunAsync(context, folder, new StepwiseProgress(migration)),
    ["hold-lock", var folder, var seconds] => HoldLockCommand.Run(folder, int.Parse(seconds, CultureInfo.InvariantCulture)),
    ["backup", var folder, var file] => await AdministerCommand.RunAsync(folder, administrator => administrator.BackupAsync(file, new BackupOptions { Overwrite = true })),
    ["restore", var folder, var file] => await AdministerCommand.RunAsync(folder, administrator => administrator.RestoreAsync(file)),
    ["write-candles", var folder, var assetId, var first, var count, var revision] => await WriteCandlesCommand.RunAsync(
        folder, Guid.Parse(assetId), int.Parse(first, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture), long.Parse(revision, CultureInfo.InvariantCulture)),
    _ => throw new ArgumentException($"No such command: {string.Join(' ', args)}"),
};

using StrategyEngine.Data.TestProcess;

// One process of a test that needs several. It says READY, waits for a line, works, and says what came of it.
return args switch
{
    ["migrate", var context, var folder] => await MigrateCommand.RunAsync(context, folder),
    _ => throw new ArgumentException($"No such command: {string.Join(' ', args)}"),
};

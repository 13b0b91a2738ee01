using System.CommandLine;
using System.Globalization;

using StrategyEngine.Data.Model;

using TradingConsole.Steps;

namespace TradingConsole.Commands;

internal static class DatabaseCommand
{
    private const int StandardDays = 90, MaxDays = 36_525;

    public static Command Create(CommandRunner runner) =>
        new("database", "Looks after the database: health, size, backup and restore, old rows, statistics")
    {
        Health(runner),
        Info(runner),
        Backup(runner),
        Verify(runner),
        Restore(runner),
        Prune(runner),
        Optimize(runner),
    };

    private static Command Health(CommandRunner runner)
    {
        var integrity = new Option<bool>("--integrity") { Description = "Read the whole file for damage, too" };
        var command = new Command("health", "Looks whether the database can be relied on; an unhealthy one is a failure") { integrity };
        runner.SetAction<DatabaseHealthStep>(
            command, (step, arguments, cancellationToken) => step.RunAsync(arguments.GetValue(integrity), cancellationToken));
        return command;
    }

    private static Command Info(CommandRunner runner)
    {
        var command = new Command("info", "Shows the engine, the size and the tables");
        runner.SetAction<DatabaseInfoStep>(command, (step, _, cancellationToken) => step.RunAsync(cancellationToken));
        return command;
    }

    private static Command Backup(CommandRunner runner)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The file to write, in a folder that exists" };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the file if it exists" };
        var command = new Command("backup", "Writes a verified backup while others read and write, and a manifest beside it") { file,
            overwrite };
        runner.SetAction<BackupStep>(
            command,
            (step, arguments, cancellationToken) =>
                step.RunAsync(arguments.GetRequiredValue(file), arguments.GetValue(overwrite), cancellationToken));
        return command;
    }

    private static Command Verify(CommandRunner runner)
    {
        var (file, withoutManifest) = Source();
        var command = new Command("verify", "Looks whether a backup could be restored here") { file, withoutManifest };
        runner.SetAction<VerifyBackupStep>(command, (step, arguments, cancellationToken) =>
            step.RunAsync(arguments.GetRequiredValue(file), arguments.GetValue(withoutManifest), cancellationToken));
        return command;
    }

    private static Command Restore(CommandRunner runner)
    {
        var (file, withoutManifest) = Source();
        var command = new Command("restore", "Puts a backup in the place of the database, whose present contents are lost") { file,
            withoutManifest };
        runner.SetAction<RestoreStep>(command, (step, arguments, cancellationToken) =>
            step.RunAsync(arguments.GetRequiredValue(file), arguments.GetValue(withoutManifest), cancellationToken));
        return command;
    }

    private static Command Prune(CommandRunner runner)
    {
        var days = new Option<int>("--older-than")
        {
            Description = "How many days things are kept after their end",
            HelpName = "DAYS",
            DefaultValueFactory = _ => StandardDays
        };
        var candles = new Option<string[]>("--candles")
        {
            Description = "Candles go, too: of this timeframe and older than so many days, such as 1m=30; may be repeated",
            HelpName = "TIMEFRAME=DAYS",
            DefaultValueFactory = _ => [],
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Count only" };
        var command = new Command("prune", "Removes what is past its age; never trades, figures or the audit trail") { days, candles,
            dryRun };
        runner.SetAction<PruneStep>(command, (step, arguments, cancellationToken) => step.RunAsync(
            Days("--older-than", arguments.GetValue(days)),
            arguments.GetRequiredValue(candles).Select(CandleAge).ToDictionary(),
            arguments.GetValue(dryRun),
            cancellationToken));
        return command;
    }

    private static Command Optimize(CommandRunner runner)
    {
        var command = new Command("optimize", "Gives free space back and renews the statistics of the tables");
        runner.SetAction<OptimizeStep>(command, (step, _, cancellationToken) => step.RunAsync(cancellationToken));
        return command;
    }

    private static (Argument<FileInfo> File, Option<bool> WithoutManifest) Source() =>
        (new("FILE") { Description = "The backup" },
        new("--without-manifest") { Description = "Take it even if the manifest beside it is lost" });

    private static TimeSpan Days(string option, int days) =>
        days is >= 1 and <= MaxDays ? TimeSpan.FromDays(days) : throw new Failure($"{option} must be 1 to {MaxDays} days.");

    private static KeyValuePair<Timeframe, TimeSpan> CandleAge(string text) =>
        text.Split('=') is [var code, var days]
        && Timeframe.TryParse(code, out var timeframe)
        && int.TryParse(days, CultureInfo.InvariantCulture, out var number)
            ? new(timeframe, Days("--candles", number))
            : throw new Failure($"'{text}' is no age of candles: write a timeframe and days, such as 1m=30.");
}

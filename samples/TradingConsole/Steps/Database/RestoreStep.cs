using Spectre.Console;

using StrategyEngine.Data.Administration;

using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>Puts a backup in the place of the database.</summary>
internal sealed class RestoreStep(DatabaseAdministrator administrator, IAnsiConsole console)
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(5);

    public async Task RunAsync(FileInfo file, bool withoutManifest, CancellationToken cancellationToken)
    {
        var options = new RestoreOptions { AllowMissingManifest = withoutManifest, LockTimeout = LockTimeout };
        var result = await console.WithProgressAsync(progress =>
        {
            var task = progress.AddTask("Restore", maxValue: 1);
            return administrator.RestoreAsync(
                file.FullName, options, ProgressBars.Report<BackupProgress>(state => task.Value = state.Fraction), cancellationToken);
        });

        console.MarkupLineInterpolated(
            $"Restored [green]{file.Name}[/]{(result.Manifest is { } manifest ? $" of {manifest.CreatedAt:yyyy-MM-dd HH:mm:ss} UTC" : "")}.");
        if (result.SetAside is { } damaged)
            console.WriteUnbroken($"The damaged file was set aside: {damaged}");
        if (result.PendingMigrations.Count > 0)
            console.MarkupLineInterpolated($"[yellow]{result.PendingMigrations.Count} migrations are pending[/]: run 'migrate'.");
    }
}

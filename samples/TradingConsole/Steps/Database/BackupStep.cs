using Spectre.Console;

using StrategyEngine.Data.Administration;

using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>Writes a backup and says what has to be kept with it.</summary>
internal sealed class BackupStep(DatabaseAdministrator administrator, DatabaseLocation location, IAnsiConsole console)
{
    public async Task RunAsync(FileInfo file, bool overwrite, CancellationToken cancellationToken)
    {
        var backup = await console.WithProgressAsync(progress =>
        {
            var task = progress.AddTask("Backup", maxValue: 1);
            return administrator.BackupAsync(
                file.FullName,
                new BackupOptions { Overwrite = overwrite },
                ProgressBars.Report<BackupProgress>(state => task.Value = state.Fraction),
                cancellationToken);
        });

        console.WriteUnbroken($"Backup    {backup.File}");
        console.WriteUnbroken($"Manifest  {backup.ManifestFile}");
        console.MarkupLineInterpolated(
            $"Wrote [green]{backup.Manifest.SizeBytes / 1024:N0}[/] KiB at schema {backup.Manifest.SchemaVersion ?? "none"}, and verified them. SHA-256 {backup.Manifest.Sha256[..16]}…");
        foreach (var key in backup.Manifest.RingKeys)
            console.MarkupLineInterpolated($"It needs the ring key [yellow]{key:D}[/], which is not in it.");
        console.WriteUnbroken($"Keep a recovery kit of {location.Keys.FullName} apart from it: 'keys export'.");
    }
}

using Spectre.Console;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Encryption;

namespace TradingConsole.Steps;

/// <summary>Looks whether a backup could be restored here; if not, that is a failure.</summary>
internal sealed class VerifyBackupStep(DatabaseAdministrator administrator, IAnsiConsole console)
{
    public async Task RunAsync(FileInfo file, bool withoutManifest, CancellationToken cancellationToken)
    {
        switch (await administrator.VerifyBackupAsync(
            file.FullName, new RestoreOptions { AllowMissingManifest = withoutManifest }, cancellationToken))
        {
            case BackupVerification.Restorable backup:
                console.MarkupLineInterpolated(
                    $"The backup is [green]whole[/] and can be restored here{(backup.Manifest is { } manifest ? $"; it was made at {manifest.CreatedAt:yyyy-MM-dd HH:mm:ss} UTC" : "")}.");
                foreach (var key in backup.RingKeys.Where(key => key.Availability == RingKeyAvailability.Revoked))
                    console.MarkupLineInterpolated($"Its ring key [yellow]{key.KeyId:D}[/] is revoked: rewrap the data keys afterwards.");
                break;
            case BackupVerification.Refused refused:
                throw new Failure(refused.Reason);
        }
    }
}

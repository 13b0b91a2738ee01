using System.Reflection;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Administration;

/// <summary>Makes one backup.</summary>
internal sealed class BackupRun(TradingDatabase database, AdministrationSession session, IProgress<BackupProgress>? progress)
{
    // What the write-ahead log of the copy and the manifest take beside it.
    private const long Margin = 1024 * 1024;

    private static readonly string? LibraryVersion =
        typeof(BackupRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    private static readonly string? Application = Assembly.GetEntryAssembly()?.GetName() is { } name ? $"{name.Name} {name.Version}" : null;

    public async Task<BackupInfo> RunAsync(string path, bool overwrite, CancellationToken cancellationToken)
    {
        var began = database.TimeProvider.GetTimestamp();
        if (session.Holds(path))
            throw new AdministrationException(AdministrationFault.TargetExists, $"{path} is the live database. Name another file.");
        var size = await session.ReadSizeAsync(cancellationToken).ConfigureAwait(false);
        using var target = BackupTarget.Open(path, overwrite, size + Margin);
        try
        {
            var manifest = await WriteAsync(target, cancellationToken).ConfigureAwait(false);
            target.Complete();
            progress?.Report(new BackupProgress(BackupStage.Completed, 1));
            return new BackupInfo(target.Path, target.Manifest, manifest, database.TimeProvider.GetElapsedTime(began));
        }
        catch (Exception exception) when (BackupTarget.Translate(exception) is { } typed)
        {
            throw typed;
        }
    }

    private async Task<BackupManifest> WriteAsync(BackupTarget target, CancellationToken cancellationToken)
    {
        var createdAt = database.TimeProvider.GetUtcNow();
        await session.CopyToAsync(target.Partial, StageProgress.Of(progress, BackupStage.Copying), cancellationToken).ConfigureAwait(false);
        progress?.Report(new BackupProgress(BackupStage.Verifying, 0));
        var contents = await ReadAsync(target, cancellationToken).ConfigureAwait(false);
        var manifest = new BackupManifest
        {
            Engine = database.Provider.Name,
            CreatedAt = createdAt,
            SizeBytes = new FileInfo(target.Partial).Length,
            Sha256 = await BackupInspection.HashAsync(target.Partial, cancellationToken).ConfigureAwait(false),
            SchemaVersion = contents.Migrations.Count == 0 ? null : contents.Migrations[^1],
            RingKeys = [.. BackupInspection.RingKeys(database, contents).Select(key => key.KeyId)],
            Application = Application,
            LibraryVersion = LibraryVersion,
        };
        await ManifestFile.WriteAsync(target.PartialManifest, manifest, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return manifest;
    }

    private async Task<BackupContents> ReadAsync(BackupTarget target, CancellationToken cancellationToken)
    {
        try
        {
            return await session.ReadCopyAsync(target.Partial, cancellationToken).ConfigureAwait(false);
        }
        catch (AdministrationException exception) when (exception.Fault == AdministrationFault.BackupCorrupt)
        {
            throw new AdministrationException(
                AdministrationFault.Corrupt,
                $"{DatabaseErrorText.Of(database.Provider, DatabaseErrorKind.Corrupt)} Its copy does not pass the checks,"
                    + " and no backup was written.",
                exception);
        }
    }
}

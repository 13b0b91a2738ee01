using System.Security.Cryptography;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Administration;

/// <summary>Looks whether a backup can be restored here.</summary>
internal sealed class BackupInspection(TradingDatabase database, DbContext context, AdministrationSession session)
{
    /// <exception cref="AdministrationException">It cannot.</exception>
    public async Task<BackupVerification.Restorable> RunAsync(string path, bool allowMissingManifest, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new AdministrationException(
                AdministrationFault.BackupNotFound, $"There is no file {path}. Name the backup itself, not its manifest or folder.");
        }

        var manifest = await ManifestFile.ReadAsync(ManifestFile.Of(path), cancellationToken).ConfigureAwait(false);
        if (manifest is null && !allowMissingManifest)
        {
            throw new AdministrationException(
                AdministrationFault.BackupManifest,
                $"{ManifestFile.Of(path)} is missing: the backup was separated from its manifest, or cut off. Put it beside the backup, "
                + $"or set RestoreOptions.AllowMissingManifest.");
        }

        if (manifest is not null)
            await DemandUnalteredAsync(path, manifest, cancellationToken).ConfigureAwait(false);
        var contents = await session.ReadCopyAsync(path, cancellationToken).ConfigureAwait(false);
        return Judge(contents, manifest);
    }

    public static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        var stream = new FileStream(
            path,
            new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.Read,
                Options = FileOptions.SequentialScan,
                BufferSize = 0
            });
        await using (stream.ConfigureAwait(false))
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The keys of the key ring that data keys need.</summary>
    public static IReadOnlyList<RingKeyStatus> RingKeys(TradingDatabase database, BackupContents contents) =>
        new EncryptionKeyManager(
            database.Keys, database.CreateContext, database.Provider.Encryption, database.TimeProvider).GetRingKeys(
                contents.DataKeys ?? []);

    private async Task DemandUnalteredAsync(string path, BackupManifest manifest, CancellationToken cancellationToken)
    {
        if (manifest.Engine != database.Provider.Name)
        {
            throw new AdministrationException(
                AdministrationFault.BackupForeign,
                $"The backup is of {manifest.Engine}, and this database is of {database.Provider.Name}. Restore it into a database of its "
                + $"own engine.");
        }

        if (new FileInfo(path).Length != manifest.SizeBytes
            || await HashAsync(path, cancellationToken).ConfigureAwait(false) != manifest.Sha256)
        {
            throw new AdministrationException(
                AdministrationFault.BackupAltered,
                "The backup is not the file its manifest describes: it was cut off, changed, or swapped. Fetch it again from where it is "
                + "kept, or take an older one.");
        }
    }

    private BackupVerification.Restorable Judge(BackupContents contents, BackupManifest? manifest)
    {
        var schema = SchemaPosition.Of(context, contents.Migrations);
        if (PrereleaseMigrations.Among(schema.Unknown) is { Count: > 0 } prerelease)
            throw new AdministrationException(AdministrationFault.BackupPrerelease, PrereleaseMigrations.Describe(prerelease));
        if (contents.DataKeys is null || (schema.Applied.Count == 0 && schema.Pending.Count > 0))
        {
            throw new AdministrationException(
                AdministrationFault.BackupForeign,
                "The file is a database, but none of this application: it lacks its migrations or its table of keys. Name a file that "
                + "BackupAsync wrote.");
        }

        if (schema.Unknown.Count > 0)
            throw new BackupAheadException(schema.Unknown);
        var keys = RingKeys(database, contents);
        var missing = Ids(RingKeyAvailability.Missing);
        var unusable = Ids(RingKeyAvailability.Unusable);
        if (missing.Count + unusable.Count > 0)
            throw new BackupKeysMissingException(missing, unusable);
        return new BackupVerification.Restorable(manifest, keys, schema.Pending);

        List<Guid> Ids(RingKeyAvailability availability) =>
            [.. keys.Where(key => key.Availability == availability).Select(key => key.KeyId)];
    }
}

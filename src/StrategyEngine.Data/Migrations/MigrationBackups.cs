using System.Globalization;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>
/// The backups that are made before dangerous steps: those of <see cref="DatabaseAdministrator"/>, named after the database and the
/// instant.
/// </summary>
/// <remarks>
/// Copies are named <c>trading.20260105T093000000Z.db</c>, so that their names sort by age; each has its manifest beside it.
/// </remarks>
internal sealed class MigrationBackups(TradingDatabase database)
{
    private const string InstantFormat = "yyyyMMdd'T'HHmmssfff'Z'";

    /// <summary>
    /// Makes a backup of what is committed, through connections of its own, and deletes older ones than the newest <paramref name="keep"/>.
    /// </summary>
    /// <param name="folder">Where to, or null for the folder <c>backups</c> beside the database.</param>
    /// <param name="keep">How many backups of this database stay in the folder, the new one included.</param>
    /// <param name="cancellationToken">Stops the backup and removes what there is of it.</param>
    /// <returns>Where it is; null if the engine does not keep the database in a file that the library could copy.</returns>
    /// <exception cref="BackupFailedException">The folder cannot be written, the disk is full, or the copy is damaged. Nothing of the copy
    /// is left.</exception>
    public async Task<string?> WriteAsync(string? folder, int keep, CancellationToken cancellationToken)
    {
        var context = database.CreateContext();
        await using (context.ConfigureAwait(false))
        {
            var session = database.Provider.CreateAdministrationSession(context);
            await using (session.ConfigureAwait(false))
            {
                if (session.DatabaseFile is not { } source)
                    return null;
                folder = Path.GetFullPath(folder ?? Path.Combine(Path.GetDirectoryName(source)!, "backups"));
                try
                {
                    return await WriteAsync(session, source, folder, keep, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception exception) when (Failure(exception, folder) is { } failure)
                {
                    throw failure;
                }
            }
        }
    }

    private async Task<string> WriteAsync(
        AdministrationSession session, string source, string folder, int keep, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        RemoveAbandoned(source, folder);
        await EnsureSpaceAsync(session, folder, cancellationToken).ConfigureAwait(false);
        var backup = await new BackupRun(
            database, session, progress: null).RunAsync(Name(source, folder), overwrite: false, cancellationToken).ConfigureAwait(false);
        foreach (var old in List(source, folder, "").SkipLast(keep))
        {
            File.Delete(old);
            File.Delete(ManifestFile.Of(old));
        }

        return backup.File;
    }

    private string Name(string source, string folder)
    {
        for (var instant = database.TimeProvider.GetUtcNow().UtcDateTime; ; instant = instant.AddMilliseconds(1))
        {
            var text = instant.ToString(InstantFormat, CultureInfo.InvariantCulture);
            var name = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(source)}.{text}{Path.GetExtension(source)}");
            if (!File.Exists(name) && !File.Exists(ManifestFile.Of(name)))
                return name;
        }
    }

    /// <summary>The files of the folder that are named like backups of the database with an ending added, oldest first.</summary>
    private static IReadOnlyList<string> List(string source, string folder, string ending)
    {
        var (start, end) = (Path.GetFileNameWithoutExtension(source) + ".", Path.GetExtension(source) + ending);
        return [.. Directory.GetFiles(folder, $"{start}*{end}").Where(IsOurs).Order(StringComparer.Ordinal)];

        bool IsOurs(string file)
        {
            var name = Path.GetFileName(file);
            return name.Length > start.Length + end.Length
                && DateTimeOffset.TryParseExact(
                    name[start.Length..^end.Length], InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
        }
    }

    // What a process left behind that was killed while it copied. One that still copies holds its claim.
    private static void RemoveAbandoned(string source, string folder)
    {
        var begun = BackupTarget.UnfinishedEndings.SelectMany(
            ending => List(source, folder, ending).Select(file => file[..^ending.Length]));
        foreach (var backup in begun.Distinct())
        {
            try
            {
                using var claim = BackupTarget.Open(backup, overwrite: true, neededBytes: null);
                if (!File.Exists(backup))
                    File.Delete(claim.Manifest);
            }
            catch (AdministrationException exception) when (exception.Fault == AdministrationFault.TargetBusy)
            {
            }
        }
    }

    // The copy, and as much again for what the migration writes if both lie on one disk.
    private static async Task EnsureSpaceAsync(AdministrationSession session, string folder, CancellationToken cancellationToken)
    {
        if (await session.ReadSizeAsync(cancellationToken).ConfigureAwait(false) is { } size
            && FreeSpace.In(folder) is { } free
            && free < 2 * size)
        {
            throw new BackupFailedException(
                BackupFailure.DiskFull,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The database has {size:N0} bytes, and a backup of it needs twice as much; {folder} has {free:N0} bytes free. Free "
                    + $"some space, or give another folder in BackupFolder."));
        }
    }

    private BackupFailedException? Failure(Exception exception, string folder) => exception switch
    {
        AdministrationException { Fault: AdministrationFault.DiskFull } => new(
            BackupFailure.DiskFull, $"{exception.Message} It was to be written into {folder};"
                + " BackupFolder chooses another folder.", exception),
        AdministrationException { Fault: AdministrationFault.Corrupt } => Damaged(exception),
        AdministrationException or IOException or UnauthorizedAccessException => new(
            BackupFailure.Folder,
            $"A backup cannot be written into {folder}. Let this user make and write the folder, or give another one in BackupFolder.",
            exception),
        TradingDataException or OperationCanceledException => null,
        _ => database.Provider.Classify(exception).Kind == DatabaseErrorKind.Corrupt ? Damaged(exception) : null,
    };

    private static BackupFailedException Damaged(Exception cause) => new(
        BackupFailure.Damaged,
        "The copy of the database is damaged, so the database probably is. Call VerifyAsync to see what is wrong, and restore an older "
        + "backup.",
        cause);
}

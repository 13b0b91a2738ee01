using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Administration;

/// <summary>The file that a backup becomes: written beside its place under another name, and put there when it is whole.</summary>
internal sealed class BackupTarget : IDisposable
{
    // ENOSPC and EDQUOT; ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL.
    private static readonly int[] FullDisk = [28, 122, unchecked((int)0x80070027), unchecked((int)0x80070070)];

    // EROFS and ERROR_WRITE_PROTECT.
    private static readonly int[] ReadOnlyDisk = [30, unchecked((int)0x80070013)];

    private const string PartialEnding = ".partial", LockEnding = ".lock";

    private readonly FileStream _lock;

    private BackupTarget(string path, FileStream @lock)
    {
        Path = path;
        _lock = @lock;
    }

    /// <summary>What the names of files beside an unfinished backup have in addition to its own.</summary>
    public static IReadOnlyList<string> UnfinishedEndings { get; } = [PartialEnding, LockEnding];

    public string Path { get; }

    public string Manifest => ManifestFile.Of(Path);

    /// <summary>What is being written. A killed backup leaves it behind; the next one to the same place replaces it.</summary>
    public string Partial => $"{Path}{PartialEnding}";

    public string PartialManifest => ManifestFile.Of(Partial);

    /// <summary>Claims the place.</summary>
    public static BackupTarget Open(string path, bool overwrite, long? neededBytes)
    {
        var folder = System.IO.Path.GetDirectoryName(path);
        if (folder is null || Directory.Exists(path) || !Directory.Exists(folder))
        {
            throw new AdministrationException(
                AdministrationFault.TargetNotWritable,
                $"{path} is no file in a folder that exists. Create the folder, or name another file.");
        }

        if (!overwrite && (File.Exists(path) || File.Exists(ManifestFile.Of(path))))
        {
            throw new AdministrationException(
                AdministrationFault.TargetExists,
                $"{path} or its manifest exists already. Name another file, or set BackupOptions.Overwrite.");
        }

        var claim = Claim(path);
        try
        {
            if (neededBytes is { } needed && FreeSpace.In(folder) is { } free && free < needed)
            {
                throw new AdministrationException(
                    AdministrationFault.DiskFull,
                    $"{folder} has {free:N0} bytes free, and the backup takes about {needed:N0}."
                        + $" {AdministrationException.MakeRoomForBackup}");
            }

            return claim;
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <summary>The typed exception for an error while the files are written, or null.</summary>
    public static AdministrationException? Translate(Exception exception) => exception switch
    {
        UnauthorizedAccessException or DirectoryNotFoundException =>
            AdministrationException.OfTarget(DatabaseErrorKind.CannotOpen, exception),
        IOException when ReadOnlyDisk.Contains(exception.HResult) =>
            AdministrationException.OfTarget(DatabaseErrorKind.ReadOnly, exception),
        IOException when FullDisk.Contains(exception.HResult) => AdministrationException.OfTarget(DatabaseErrorKind.DiskFull, exception),
        IOException => AdministrationException.OfTarget(DatabaseErrorKind.StorageFailed, exception),
        _ => null,
    };

    /// <summary>
    /// Puts the finished files in their places. A backup under its final name is whole, and new ones have their manifest.
    /// </summary>
    public void Complete()
    {
        if (File.Exists(Path))
        {
            // The former manifest must not pass for the one of the new file, if the process ends in between.
            File.Delete(Manifest);
            File.Move(Partial, Path, overwrite: true);
            File.Move(PartialManifest, Manifest);
            return;
        }

        File.Move(PartialManifest, Manifest, overwrite: true);
        File.Move(Partial, Path);
    }

    /// <summary>Removes what is not in its place.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(Partial);
            File.Delete(PartialManifest);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What the caller is told matters more; the next backup replaces it.
        }

        _lock.Dispose();
    }

    private static BackupTarget Claim(string path)
    {
        try
        {
            return new BackupTarget(
                path,
                new FileStream(
                    $"{path}{LockEnding}", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose));
        }
        catch (IOException exception)
            when (exception is not (DirectoryNotFoundException or FileNotFoundException) && File.Exists($"{path}{LockEnding}"))
        {
            throw new AdministrationException(
                AdministrationFault.TargetBusy, $"Another backup to {path} is under way. Wait for it, or name another file.", exception);
        }
        catch (Exception exception) when (Translate(exception) is { } typed)
        {
            throw typed;
        }
    }
}

using System.Text.Json;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Administration;

/// <summary>Reads and writes the manifest beside a backup.</summary>
internal static class ManifestFile
{
    private const int LargestSize = 1024 * 1024;

    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true
    };

    public static string Of(string backup) => $"{backup}.json";

    public static async Task WriteAsync(string path, BackupManifest manifest, CancellationToken cancellationToken)
    {
        var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        await using (stream.ConfigureAwait(false))
        {
            await JsonSerializer.SerializeAsync(stream, manifest, Form, cancellationToken).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }
    }

    /// <summary>Reads the manifest, or returns null if there is none.</summary>
    public static async Task<BackupManifest?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            await using (stream.ConfigureAwait(false))
            {
                if (stream.Length > LargestSize)
                    throw Unreadable(path, null);
                var manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(stream, Form, cancellationToken).ConfigureAwait(false);
                return manifest is { Format: 1, RingKeys: not null, Sha256: not null, Engine: not null }
                    ? manifest
                    : throw Unreadable(path, null);
            }
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException exception)
        {
            throw Unreadable(path, exception);
        }
    }

    private static AdministrationException Unreadable(string path, Exception? cause) => new(
        AdministrationFault.BackupManifest,
        $"{path} is no manifest that this version can read. Take the one that was made with the backup; if it is lost, remove this file "
        + $"and restore with RestoreOptions.AllowMissingManifest.",
        cause);
}

using System.Xml;
using System.Xml.Linq;

namespace StrategyEngine.Data.Encryption.KeyRings;

/// <summary>A key of a ring that lies in a directory.</summary>
/// <param name="Path">The file.</param>
/// <param name="KeyId">The key in it.</param>
internal sealed record KeyFile(string Path, Guid KeyId)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static IEnumerable<KeyFile> ReadAll(DirectoryInfo directory)
    {
        foreach (var path in Directory.EnumerateFiles(directory.FullName, "*.xml"))
        {
            var element = XElement.Load(path);
            if (KeyElement.IsKey(element) && KeyElement.Id(element) is { } id)
                yield return new KeyFile(path, id);
        }
    }

    /// <summary>The first file that is not XML; null if there is none.</summary>
    public static string? FindBroken(DirectoryInfo directory)
    {
        foreach (var path in Directory.EnumerateFiles(directory.FullName, "*.xml"))
        {
            try
            {
                XElement.Load(path);
            }
            catch (XmlException)
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether others than the owner may read or write the file. Never on Windows, where rights are inherited from the directory.
    /// </summary>
    public static bool IsOpenToOthers(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0;

    /// <summary>Writes the file anew, so that a reader finds the former content or the new one, whole.</summary>
    public static async Task ReplaceAsync(string path, XElement content, CancellationToken cancellationToken)
    {
        var temporary = $"{path}.{System.IO.Path.GetRandomFileName()}.tmp";
        try
        {
            await WriteNewAsync(temporary, SecretXml.ToBytes(content), cancellationToken).ConfigureAwait(false);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Writes a file that only its owner may read, down to the disk.</summary>
    /// <exception cref="IOException">The file exists, or cannot be written.</exception>
    public static async Task WriteNewAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        var stream = new FileStream(path, options);
        await using (stream.ConfigureAwait(false))
        {
            await stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }
    }
}

using System.Diagnostics;
using System.Security.Cryptography;
using System.Xml;
using System.Xml.Linq;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Encryption.KeyRings;

namespace StrategyEngine.Data.Encryption;

/// <summary>Makes a recovery kit of a key ring, a file sealed by a passphrase, and puts the keys of one back.</summary>
/// <remarks>
/// <para>A kit holds every key of the ring, also those that expired or were revoked. It opens the database on any machine: keep it where
/// neither the database nor the ring is, and its passphrase elsewhere again. Make a new one after the ring made a new key, every 90 days by
/// default.</para>
/// <para>The passphrase goes through Argon2id (RFC 9106) with 256 MiB, 3 passes and 4 lanes; the keys are sealed with AES-256-GCM.
/// Thread-safe.</para>
/// </remarks>
[DebuggerDisplay("KeyRingRecoveryKit of {_ring.ApplicationName,nq}")]
public sealed class KeyRingRecoveryKit
{
    private readonly KeyRing _ring;
    private readonly EncryptionKeyManager? _keys;
    private readonly KitCost _cost;
    private readonly Lock _gate = new();

    /// <summary>Creates the service for a key ring whose database is out of reach: nothing tells whether it is the right ring.</summary>
    /// <param name="ring">The key ring to export, or to import into.</param>
    public KeyRingRecoveryKit(KeyRing ring)
        : this(ring, null, KitCost.Default)
    {
    }

    /// <summary>Creates the service for the key ring of a database, which an export is checked against.</summary>
    /// <param name="ring">The key ring to export, or to import into.</param>
    /// <param name="keys">The data keys that the ring wraps.</param>
    public KeyRingRecoveryKit(KeyRing ring, EncryptionKeyManager keys)
        : this(ring, keys, KitCost.Default) =>
        ArgumentNullException.ThrowIfNull(keys);

    internal KeyRingRecoveryKit(KeyRing ring, EncryptionKeyManager? keys, KitCost cost)
    {
        ArgumentNullException.ThrowIfNull(ring);
        _ring = ring;
        _keys = keys;
        _cost = cost;
    }

    /// <summary>Makes a random passphrase that can be written down, of 150 bits.</summary>
    /// <returns>Six groups of five letters and digits.</returns>
    public static string GeneratePassphrase() => KitPassphrase.Generate();

    /// <summary>Reads what a kit says about itself. It is not authenticated without the passphrase.</summary>
    /// <param name="stream">The kit.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>When it was made, of which ring, and the ids of its keys.</returns>
    /// <exception cref="RecoveryKitException">It is not a kit, was altered or cut off, or is of another version.</exception>
    public static async Task<RecoveryKitManifest> InspectAsync(Stream stream, CancellationToken cancellationToken = default) =>
        KitFile.Parse(await ReadAsync(stream, cancellationToken).ConfigureAwait(false)).Manifest;

    /// <summary>Writes a kit of the ring to a stream.</summary>
    /// <remarks>The keys of the ring are compared with those that the data keys of the database need; a kit that would not open the
    /// database is not written.</remarks>
    /// <param name="stream">Where to.</param>
    /// <param name="passphrase">Seals the kit. At least 12 characters, 5 of them different.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <returns>What is in the kit.</returns>
    /// <exception cref="RecoveryKitException">The passphrase is too weak, or the ring has no key or lacks one that the database
    /// needs.</exception>
    /// <exception cref="KeyRingException">A key of the ring cannot be opened.</exception>
    /// <exception cref="TradingDataException">The database is not migrated.</exception>
    public async Task<RecoveryKitManifest> ExportAsync(Stream stream, string passphrase, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var (manifest, bytes) = await SealAsync(passphrase, cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        Log.RecoveryKitExported(_ring.Logger, manifest.Keys.Count);
        return manifest;
    }

    /// <summary>Writes a kit of the ring to a file, which on Unix only its owner may read.</summary>
    /// <inheritdoc cref="ExportAsync(Stream, string, CancellationToken)" path="/remarks" />
    /// <param name="path">The file. It appears whole or not at all.</param>
    /// <param name="passphrase">Seals the kit. At least 12 characters, 5 of them different.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <returns>What is in the kit.</returns>
    /// <exception cref="RecoveryKitException">The passphrase is too weak, the file exists, or the ring has no key or lacks one that the
    /// database needs.</exception>
    /// <exception cref="KeyRingException">A key of the ring cannot be opened.</exception>
    /// <exception cref="TradingDataException">The database is not migrated.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder of the file is not there.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task<RecoveryKitManifest> ExportAsync(
        string path, string passphrase, bool overwrite = false, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!overwrite && File.Exists(path))
            throw new RecoveryKitException(RecoveryKitFault.FileExists, path);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new DirectoryNotFoundException($"The folder of {path} does not exist. Make it, or choose another; no kit was written.");
        var (manifest, bytes) = await SealAsync(passphrase, cancellationToken).ConfigureAwait(false);
        var temporary = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            await KeyFile.WriteNewAsync(temporary, bytes, cancellationToken).ConfigureAwait(false);
            File.Move(temporary, path, overwrite);
        }
        catch (IOException failure) when (!overwrite && File.Exists(path))
        {
            throw new RecoveryKitException(RecoveryKitFault.FileExists, path, failure);
        }
        finally
        {
            File.Delete(temporary);
        }

        Log.RecoveryKitExported(_ring.Logger, manifest.Keys.Count);
        return manifest;
    }

    /// <summary>Adds the keys of a kit to the ring, protected as the ring protects its own.</summary>
    /// <remarks>
    /// A key that the ring has already is left as it is; one that was revoked stays revoked. This process uses the keys at once, others
    /// when they next read the ring, or when they start. One import at a time: two processes that import into one ring may both add a key.
    /// </remarks>
    /// <param name="stream">The kit.</param>
    /// <param name="passphrase">The passphrase it was sealed with.</param>
    /// <param name="cancellationToken">Cancels the reading; keys that were added until then stay.</param>
    /// <returns>What was added.</returns>
    /// <exception cref="RecoveryKitException">It is not a kit, was altered, cut off or made for another application name, or the passphrase
    /// is wrong, or it holds no key.</exception>
    public async Task<RecoveryKitImport> ImportAsync(Stream stream, string passphrase, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(passphrase);
        var kit = KitFile.Parse(await ReadAsync(stream, cancellationToken).ConfigureAwait(false));
        var content = await kit.OpenAsync(passphrase).ConfigureAwait(false);
        try
        {
            if (kit.Manifest.ApplicationName != _ring.ApplicationName)
                throw new RecoveryKitException(RecoveryKitFault.OtherApplication, kit.Manifest.ApplicationName);
            var keys = ReadKeys(content);
            if (keys.Count == 0)
                throw new RecoveryKitException(RecoveryKitFault.NoKeys);
            RecoveryKitImport import;
            lock (_gate)
                import = Add(keys, cancellationToken);
            await _ring.NoticeAsync(import.Added, cancellationToken).ConfigureAwait(false);
            Log.RecoveryKitImported(_ring.Logger, import.Added.Count, import.Skipped.Count);
            return import;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > KitFile.MaxSize)
                throw new RecoveryKitException(RecoveryKitFault.NotAKit);
        }

        return bytes.ToArray();
    }

    private static List<(Guid Id, bool IsRevoked, XElement Xml)> ReadKeys(byte[] content)
    {
        try
        {
            return SecretXml.FromBytes(content).Elements("revoked").Select(entry => (Entry: entry, IsRevoked: true))
                .Concat(SecretXml.FromBytes(content).Elements("usable").Select(entry => (Entry: entry, IsRevoked: false)))
                .Select(entry => (Xml: entry.Entry.Elements().Single(KeyElement.IsKey), entry.IsRevoked))
                .Select(key => (KeyElement.Id(key.Xml) ?? throw new RecoveryKitException(RecoveryKitFault.Damaged), key.IsRevoked, key.Xml))
                .ToList();
        }
        catch (Exception failure) when (failure is XmlException or InvalidOperationException)
        {
            throw new RecoveryKitException(RecoveryKitFault.Damaged, innerException: failure);
        }
    }

    private async Task<(RecoveryKitManifest Manifest, byte[] Bytes)> SealAsync(string passphrase, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(passphrase);
        if (!KitPassphrase.IsStrong(passphrase))
            throw new RecoveryKitException(RecoveryKitFault.WeakPassphrase);
        var keys = _ring.KeyManager.GetAllKeys().OrderBy(key => key.CreationDate).ToList();
        if (keys.Count == 0)
            throw new RecoveryKitException(RecoveryKitFault.RingEmpty);
        await DemandNeededAsync(keys.Select(key => key.KeyId).ToHashSet(), cancellationToken).ConfigureAwait(false);
        var manifest = new RecoveryKitManifest(
            _ring.TimeProvider.GetUtcNow(),
            _ring.ApplicationName,
            keys.Select(key => new RecoveryKitKey(key.KeyId, key.CreationDate, key.ExpirationDate, key.IsRevoked)).ToList());
        var content = SecretXml.ToBytes(
            new XElement("keyRing", keys.Select(key => new XElement(key.IsRevoked ? "revoked" : "usable", KeyElement.Compose(key)))));
        try
        {
            return (manifest, await KitFile.SealAsync(manifest, content, passphrase, _cost).ConfigureAwait(false));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private async Task DemandNeededAsync(HashSet<Guid> ring, CancellationToken cancellationToken)
    {
        if (_keys is null)
            return;
        var needs = await _keys.GetRingKeysAsync(cancellationToken).ConfigureAwait(false);
        var missing = needs.Select(need => need.KeyId).Where(id => !ring.Contains(id)).Select(id => id.ToString("D")).ToList();
        if (missing.Count > 0)
            throw new RecoveryKitException(RecoveryKitFault.KeysMissing, string.Join(", ", missing));
    }

    private RecoveryKitImport Add(List<(Guid Id, bool IsRevoked, XElement Xml)> keys, CancellationToken cancellationToken)
    {
        var present = _ring.KeyManager.GetAllKeys().ToDictionary(key => key.KeyId);
        var revokedBefore = _ring.ReadElements().Select(KeyElement.RevokedId).ToHashSet();
        var import = (Added: new List<Guid>(), Skipped: new List<Guid>(), Revoked: new List<Guid>());
        foreach (var (id, isRevoked, xml) in keys)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Before the key is there, so that no process finds it without its revocation.
            if (isRevoked && !revokedBefore.Contains(id) && present.GetValueOrDefault(id) is not { IsRevoked: true })
            {
                _ring.KeyManager.RevokeKey(id, "Revoked in the recovery kit.");
                import.Revoked.Add(id);
            }

            if (present.ContainsKey(id))
            {
                import.Skipped.Add(id);
                continue;
            }

            _ring.Repository.StoreElement(KeyElement.Protect(xml, _ring.Encryptor), $"key-{id:D}");
            import.Added.Add(id);
        }

        return new RecoveryKitImport(import.Added, import.Skipped, import.Revoked);
    }
}

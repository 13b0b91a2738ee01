using System.Diagnostics;
using System.Xml;
using System.Xml.Linq;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.KeyManagement.Internal;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Encryption.KeyRings;

namespace StrategyEngine.Data.Encryption;

/// <summary>
/// The DataProtection key ring of one database, as <c>ProtectKeys</c> chose it: its keys, and how they are protected at rest.
/// </summary>
/// <remarks>
/// Not to be confused with the data keys, which the ring wraps and <see cref="EncryptionKeyManager"/> manages. Thread-safe.
/// </remarks>
[DebuggerDisplay("KeyRing of {ApplicationName,nq}")]
public sealed class KeyRing
{
    private readonly ILogger _logger;

    internal KeyRing(IServiceProvider services, TimeProvider timeProvider, ILoggerFactory? loggerFactory = null)
    {
        var options = services.GetRequiredService<IOptions<KeyManagementOptions>>().Value;
        Services = services;
        TimeProvider = timeProvider;
        Repository = options.XmlRepository
            ?? throw new KeyRingException(
                "key_ring.unreadable", "The key ring is not kept anywhere. Call PersistKeysToFileSystem inside ProtectKeys.");
        Encryptor = options.XmlEncryptor is NullXmlEncryptor ? null : options.XmlEncryptor;
        ApplicationName = services.GetRequiredService<IOptions<DataProtectionOptions>>().Value.ApplicationDiscriminator ?? "";
        KeyManager = services.GetRequiredService<IKeyManager>();
        Protection = services.GetRequiredService<IDataProtectionProvider>();
        _logger = (ILogger?)loggerFactory?.CreateLogger<KeyRing>() ?? NullLogger.Instance;
    }

    /// <summary>The application name of the ring. A ring opens only what was written under the same name.</summary>
    public string ApplicationName { get; }

    internal IServiceProvider Services { get; }

    internal TimeProvider TimeProvider { get; }

    internal IXmlRepository Repository { get; }

    /// <summary>What protects new keys at rest; null for nothing.</summary>
    internal IXmlEncryptor? Encryptor { get; }

    internal IKeyManager KeyManager { get; }

    internal IDataProtectionProvider Protection { get; }

    internal ILogger Logger => _logger;

    /// <summary>Reads the keys of the ring, oldest first; those that expired or were revoked, too.</summary>
    /// <returns>The keys at this moment.</returns>
    /// <exception cref="KeyRingException">The ring cannot be read.</exception>
    public IReadOnlyList<KeyRingKey> GetKeys()
    {
        var clear = ReadElements().Where(KeyElement.IsKey).Where(KeyElement.IsClear).Select(KeyElement.Id).ToHashSet();
        return KeyManager.GetAllKeys()
            .OrderBy(key => key.CreationDate)
            .Select(
                key => new KeyRingKey(
                    key.KeyId, key.CreationDate, key.ActivationDate, key.ExpirationDate, key.IsRevoked, !clear.Contains(key.KeyId)))
            .ToList();
    }

    /// <summary>Protects every key that is stored in the ring again, with what <c>ProtectKeysWith…</c> says now.</summary>
    /// <remarks>
    /// Call it after protecting a ring that was not, or after changing its secret or certificate; before, give the former ones to
    /// <c>UnprotectKeysWithAny…</c> in every process. Each file is replaced at once, by renaming; a run that is cut off may be repeated.
    /// The keys themselves stay the same. Only a ring in a directory can be changed in place; for any other, make a recovery kit and import
    /// it into a new ring.
    /// </remarks>
    /// <param name="cancellationToken">Cancels between two keys.</param>
    /// <returns>The number of keys that were written.</returns>
    /// <exception cref="KeyRingException">Nothing protects the ring, it is not in a directory, or a key of it cannot be opened; then
    /// nothing was changed.</exception>
    public async Task<int> ReprotectAsync(CancellationToken cancellationToken = default)
    {
        if (Encryptor is null)
        {
            throw new KeyRingException(
                "key_ring.unprotected",
                "Nothing protects the key ring. Call ProtectKeysWithSecret or ProtectKeysWithCertificate inside ProtectKeys first.");
        }

        if (Repository is not FileSystemXmlRepository { Directory: var directory })
        {
            throw new KeyRingException(
                "key_ring.not_replaceable",
                "Only a key ring in a directory can be protected again in place. Export a recovery kit and import it into a new, empty "
                + "ring.");
        }

        var files = KeyFile.ReadAll(directory).ToDictionary(file => file.KeyId, file => file.Path);
        var keys = KeyManager.GetAllKeys().Where(key => files.ContainsKey(key.KeyId))
            .Select(key => (key.KeyId, Xml: KeyElement.Compose(key))).ToList();
        foreach (var (id, xml) in keys)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await KeyFile.ReplaceAsync(files[id], KeyElement.Protect(xml, Encryptor), cancellationToken).ConfigureAwait(false);
        }

        Log.KeyRingReprotected(_logger, keys.Count);
        return keys.Count;
    }

    /// <exception cref="KeyRingException">The ring cannot be read.</exception>
    internal IReadOnlyCollection<XElement> ReadElements()
    {
        try
        {
            return Repository.GetAllElements();
        }
        catch (Exception exception) when (exception is XmlException or IOException or UnauthorizedAccessException)
        {
            var file = exception is XmlException && Repository is FileSystemXmlRepository files
                ? KeyFile.FindBroken(files.Directory)
                : null;
            throw new KeyRingException(
                "key_ring.unreadable",
                file is null
                    ? $"The key ring cannot be read ({exception.GetType().Name}: {exception.Message}). Check that the place given in "
                        + $"ProtectKeys is a directory that may be read."
                    : $"The file {file} of the key ring is broken: it is not XML. Restore it from the backup of the ring or from a "
                        + $"recovery kit; delete it only if no data depends on it. Nothing was changed.",
                exception);
        }
    }

    /// <summary>Makes this process see keys that were added to the repository past the key manager.</summary>
    internal async Task NoticeAsync(IReadOnlyCollection<Guid> keyIds, CancellationToken cancellationToken)
    {
        if (KeyManager is not NotifyingKeyManager notifying || keyIds.Count == 0)
            return;
        notifying.Notify();

        // DataProtection reads its ring again in the background and hands out the former one meanwhile.
        const int attempts = 500;
        var pause = TimeSpan.FromMilliseconds(10);
        var rings = Services.GetRequiredService<IKeyRingProvider>();
        for (var attempt = 0; attempt < attempts; attempt++)
        {
            var ring = rings.GetCurrentKeyRing();
            if (keyIds.All(id => ring.GetAuthenticatedEncryptorByKeyId(id, out _) is not null))
                return;
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }
}

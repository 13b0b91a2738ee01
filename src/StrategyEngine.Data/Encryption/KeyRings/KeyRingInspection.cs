using System.Security.Cryptography;
using System.Xml.Linq;

using Microsoft.AspNetCore.DataProtection.Internal;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Encryption.KeyRings;

/// <summary>
/// Looks whether a key ring can be used, before DataProtection does: that would pass over a key it cannot read, and make a new one beside
/// it.
/// </summary>
internal sealed class KeyRingInspection(KeyRing ring)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Keys that are stored in clear. Known after <see cref="FindProblems"/>.</summary>
    public int ClearKeys { get; private set; }

    private DirectoryInfo? Directory => (ring.Repository as FileSystemXmlRepository)?.Directory;

    /// <summary>
    /// What keeps the ring from being used, one sentence or more each. Nothing is written but the directory, if it is not there.
    /// </summary>
    public IReadOnlyList<string> FindProblems()
    {
        try
        {
            PrepareDirectory();
            var stored = ring.ReadElements().Where(KeyElement.IsKey).ToList();
            ClearKeys = stored.Count(KeyElement.IsClear);
            var keys = ring.KeyManager.GetAllKeys();
            return [.. Malformed(stored, keys), .. Unopened(stored, keys), .. Encryption(), .. Unwritable()];
        }
        catch (TradingDataException exception)
        {
            return [exception.Message];
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return
            [
                $"It cannot be read ({exception.GetType().Name}: {exception.Message}). Check that the place given in ProtectKeys exists, "
                + $"may be written and holds the ring's own keys.",
            ];
        }
    }

    /// <summary>Warns of what is dangerous, but works.</summary>
    public void Warn()
    {
        if (ring.Encryptor is null)
            Log.KeyRingUnprotected(ring.Logger);
        else if (ClearKeys > 0)
            Log.KeyRingHasClearKeys(ring.Logger, ClearKeys);
        if (ring.Encryptor is SecretXmlEncryptor { Place.Path: { } secret } && KeyFile.IsOpenToOthers(secret))
            Log.KeyRingFileOpenToOthers(ring.Logger, secret);
        if (Directory is { } directory && IsOpenToOthers(directory))
            Log.KeyRingFileOpenToOthers(ring.Logger, directory.FullName);
        if (ring.Encryptor is { } encryptor)
        {
            using var certificate = KeyElement.Certificate(encryptor.Encrypt(new XElement("probe")).EncryptedElement);
            if (certificate is not null && certificate.NotAfter.ToUniversalTime() < ring.TimeProvider.GetUtcNow().UtcDateTime)
                Log.KeyRingCertificateExpired(ring.Logger, certificate.Thumbprint, certificate.NotAfter.ToUniversalTime());
        }
    }

    private static bool IsOpenToOthers(DirectoryInfo directory) =>
        !OperatingSystem.IsWindows()
        && ((directory.UnixFileMode & OthersWrite) != 0
            || directory.EnumerateFiles("*.xml").Any(file => KeyFile.IsOpenToOthers(file.FullName)));

    private static IEnumerable<string> Malformed(List<XElement> stored, IReadOnlyCollection<IKey> keys)
    {
        var known = keys.Select(key => key.KeyId).ToHashSet();
        return stored.Where(element => KeyElement.Id(element) is not { } id || !known.Contains(id))
            .Select(
                element =>
                    $"A key of it is broken: {(string?)element.Attribute("id") ?? "one without an id"}. Restore it from the backup of the "
                    + $"ring or from a recovery kit. Nothing was changed.");
    }

    private static string Explain(Exception failure, XElement? stored)
    {
        if (failure is TradingDataException)
            return failure.Message;
        using var certificate = stored is null ? null : KeyElement.Certificate(stored);
        return certificate is null
            ? $"({failure.GetType().Name}: {failure.Message}) Give the ring the protection it was written with, or restore it."
            : $"It is encrypted to the certificate {certificate.Thumbprint} ({certificate.Subject}), whose private key is not at hand. "
                + $"Give that certificate with its private key to ProtectKeysWithCertificate, or to UnprotectKeysWithAnyCertificate if it "
                + $"is a former one.";
    }

    private void PrepareDirectory()
    {
        if (Directory is not { } directory || System.IO.Directory.Exists(directory.FullName))
            return;
        if (OperatingSystem.IsWindows())
            System.IO.Directory.CreateDirectory(directory.FullName);
        else
            System.IO.Directory.CreateDirectory(directory.FullName, OwnerOnly);
    }

    private static IEnumerable<string> Unopened(List<XElement> stored, IReadOnlyCollection<IKey> keys)
    {
        var failures = new List<(Guid Id, string Reason)>();
        foreach (var key in keys.Where(key => !key.IsRevoked))
        {
            try
            {
                key.CreateEncryptor();
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                failures.Add((key.KeyId, Explain(exception, stored.Find(element => KeyElement.Id(element) == key.KeyId))));
            }
        }

        return failures.GroupBy(failure => failure.Reason, failure => failure.Id)
            .Select(
                group =>
                    $"{(group.Count() == 1 ? "Its key" : "Its keys")} {string.Join(", ", group.Select(id => id.ToString("D")))} cannot be "
                    + $"opened. {group.Key}");
    }

    /// <summary>A certificate without its private key would encrypt keys that could never be opened again.</summary>
    private IEnumerable<string> Encryption()
    {
        if (ring.Encryptor is null)
            yield break;
        var secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
        XElement? encrypted = null;
        string? problem = null;
        try
        {
            var result = ring.Encryptor.Encrypt(new XElement("probe", secret));
            encrypted = result.EncryptedElement;
            var activator = ring.Services.GetRequiredService<IActivator>();
            var decryptor = (IXmlDecryptor)activator.CreateInstance(typeof(IXmlDecryptor), result.DecryptorType.AssemblyQualifiedName!);
            if (decryptor.Decrypt(new XElement(encrypted)).Value != secret)
                problem = "What protects its keys does not open what it encrypts. Use another ProtectKeysWith… method.";
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            problem = encrypted is null
                ? $"What protects its keys does not work. {Explain(exception, null)}"
                : $"A new key could not be opened again. {Explain(exception, encrypted)}";
        }

        if (problem is not null)
            yield return problem;
    }

    /// <summary>DataProtection adds a key every 90 days, long after the start.</summary>
    private IEnumerable<string> Unwritable()
    {
        if (Directory is not { } directory || !ring.Services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.AutoGenerateKeys)
            yield break;
        var probe = Path.Combine(directory.FullName, $"{Path.GetRandomFileName()}.tmp");
        string? problem = null;
        try
        {
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem =
                $"Its directory {directory.FullName} cannot be written ({exception.GetType().Name}). Allow writing, or call "
                + $"DisableAutomaticKeyGeneration inside ProtectKeys and add keys from elsewhere.";
        }

        if (problem is not null)
            yield return problem;
    }
}

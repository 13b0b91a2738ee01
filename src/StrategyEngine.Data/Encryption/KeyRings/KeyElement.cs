using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;

using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace StrategyEngine.Data.Encryption.KeyRings;

/// <summary>The XML in which DataProtection stores a key, and the revocation of one.</summary>
internal static class KeyElement
{
    private static readonly XNamespace DataProtectionNamespace = "http://schemas.asp.net/2015/03/dataProtection";
    private static readonly XName RequiresEncryption = DataProtectionNamespace + "requiresEncryption";
    private static readonly XName EncryptedSecret = DataProtectionNamespace + "encryptedSecret";

    public static bool IsKey(XElement element) => element.Name == "key";

    /// <summary>The id of a key; null if it is not well formed.</summary>
    public static Guid? Id(XElement element) => Guid.TryParse((string?)element.Attribute("id"), out var id) ? id : null;

    /// <summary>The key that a revocation revokes; null for any other element, and for a revocation of all keys.</summary>
    public static Guid? RevokedId(XElement element) => element.Name == "revocation" && element.Element("key") is { } key ? Id(key) : null;

    /// <summary>Whether the key can be read by whoever reads the element.</summary>
    public static bool IsClear(XElement element) =>
        !element.Descendants(EncryptedSecret).Any()
            || DecryptorType(element).StartsWith(typeof(NullXmlDecryptor).FullName!, StringComparison.Ordinal);

    /// <summary>The name of the type that opens the element; empty if it is in clear.</summary>
    public static string DecryptorType(XElement element) =>
        (string?)element.DescendantsAndSelf(EncryptedSecret).FirstOrDefault()?.Attribute("decryptorType") ?? "";

    /// <summary>
    /// The certificate that the element is encrypted to, without its private key; null if it names none. The caller disposes it.
    /// </summary>
    public static X509Certificate2? Certificate(XElement element)
    {
        try
        {
            return element.Descendants().FirstOrDefault(child => child.Name.LocalName == "X509Certificate") is { Value: var text }
                ? X509CertificateLoader.LoadCertificate(Convert.FromBase64String(text))
                : null;
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The element of a key in clear.</summary>
    /// <exception cref="KeyRingException">The key cannot be opened.</exception>
    public static XElement Compose(IKey key)
    {
        try
        {
            var descriptor = key.Descriptor.ExportToXml();
            return new XElement(
                "key",
                new XAttribute("id", key.KeyId),
                new XAttribute("version", 1),
                new XElement("creationDate", key.CreationDate),
                new XElement("activationDate", key.ActivationDate),
                new XElement("expirationDate", key.ExpirationDate),
                new XElement(
                    "descriptor",
                    new XAttribute("deserializerType", descriptor.DeserializerType.AssemblyQualifiedName!),
                    descriptor.SerializedDescriptorElement));
        }
        catch (Exception exception) when (exception is not (KeyRingException or OutOfMemoryException))
        {
            throw new KeyRingException(
                "key_ring.unreadable", $"The key ring's key {key.KeyId:D} cannot be opened ({exception.GetType().Name}).", exception);
        }
    }

    /// <summary>The element as it is stored: what is marked as secret is encrypted.</summary>
    public static XElement Protect(XElement key, IXmlEncryptor? encryptor)
    {
        var stored = new XElement(key);
        if (encryptor is null)
            return stored;
        foreach (var secret in stored.Descendants().Where(element => (bool?)element.Attribute(RequiresEncryption) == true).ToList())
        {
            var encrypted = encryptor.Encrypt(new XElement(secret));
            secret.ReplaceWith(new XElement(
                EncryptedSecret,
                new XAttribute("decryptorType", encrypted.DecryptorType.AssemblyQualifiedName!),
                encrypted.EncryptedElement));
        }

        return IsClear(stored)
            ? throw new KeyRingException(
                "key_ring.unprotected", "A key of the key ring has nothing to encrypt. Use a key type of DataProtection itself.")
            : stored;
    }
}

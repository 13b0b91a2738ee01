using System.Security.Cryptography;
using System.Xml.Linq;

using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace StrategyEngine.Data.Encryption.KeyRings;

/// <summary>
/// Opens what <see cref="SecretXmlEncryptor"/> sealed. DataProtection makes it by the name that stands in the XML: neither may be renamed.
/// </summary>
/// <param name="services">The services of the ring.</param>
internal sealed class SecretXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var element = SealedElement.Parse(encryptedElement);
        var plaintext = Secret(element.Fingerprint).Open(element);
        try
        {
            return SecretXml.FromBytes(plaintext);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    private SecretMaterial Secret(string fingerprint)
    {
        var looked = new List<string>();
        foreach (var (place, secret) in services.GetServices<KeySecret>().Reverse().Select(Read))
        {
            if (secret?.Fingerprint == fingerprint)
                return secret;
            looked.Add(secret is null ? $"{place} (not there, or weak)" : $"{place} ({secret.Fingerprint})");
        }

        throw looked.Count == 0
            ? KeyRingException.NoSecret(fingerprint)
            : KeyRingException.WrongSecret(fingerprint, string.Join(" and ", looked));
    }

    private static (KeyRingSecret Place, SecretMaterial? Secret) Read(KeySecret secret)
    {
        try
        {
            return (secret.Place, secret.Material);
        }
        catch (KeyRingException)
        {
            // Another place may hold the one that is needed; if none does, this one is named.
            return (secret.Place, null);
        }
    }
}

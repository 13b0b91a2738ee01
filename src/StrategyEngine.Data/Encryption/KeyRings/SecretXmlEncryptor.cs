using System.Security.Cryptography;
using System.Xml.Linq;

using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace StrategyEngine.Data.Encryption.KeyRings;

/// <summary>Seals the secret elements of new keys.</summary>
internal sealed class SecretXmlEncryptor(KeySecret secret) : IXmlEncryptor
{
    public KeyRingSecret Place => secret.Place;

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plaintext = SecretXml.ToBytes(plaintextElement);
        try
        {
            return new EncryptedXmlInfo(secret.Material.Seal(plaintext).ToXml(), typeof(SecretXmlDecryptor));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }
}

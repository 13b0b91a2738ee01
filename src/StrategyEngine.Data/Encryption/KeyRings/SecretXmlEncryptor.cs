using System.Security.Cryptography;
using System.Xml.Linq;

using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace StrategyEngine.Data.Encryption.KeyRings;

/// <summary>Seals the secret elements of new keys.</summary>
internal sealed class SecretXmlEncryptor(KeyRingSecret place) : IXmlEncryptor
{
    private readonly Lazy<SecretMaterial> _secret = new(place.Read, LazyThreadSafetyMode.PublicationOnly);

    public KeyRingSecret Place => place;

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plaintext = SecretXml.ToBytes(plaintextElement);
        try
        {
            return new EncryptedXmlInfo(_secret.Value.Seal(plaintext).ToXml(), typeof(SecretXmlDecryptor));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }
}

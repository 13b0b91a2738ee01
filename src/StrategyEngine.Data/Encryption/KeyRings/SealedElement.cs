using System.Xml.Linq;

namespace StrategyEngine.Data.Encryption.KeyRings;

/// <summary>A sealed element of a key, as it stands in the XML of the ring.</summary>
/// <param name="Fingerprint">Of the secret.</param>
/// <param name="Salt">32 random bytes.</param>
/// <param name="Nonce">12 random bytes.</param>
/// <param name="Value">The ciphertext and a tag of 16 bytes.</param>
internal sealed record SealedElement(string Fingerprint, byte[] Salt, byte[] Nonce, byte[] Value)
{
    private const int Version = 1;

    public XElement ToXml() => new(
        "sealed",
        new XAttribute("version", Version),
        new XAttribute("secret", Fingerprint),
        new XComment(" AES-256-GCM under HKDF-SHA256 of the secret with this fingerprint. "),
        new XElement("salt", Convert.ToBase64String(Salt)),
        new XElement("nonce", Convert.ToBase64String(Nonce)),
        new XElement("value", Convert.ToBase64String(Value)));

    /// <exception cref="KeyRingException">It was altered or cut off, or is of another version.</exception>
    public static SealedElement Parse(XElement xml)
    {
        if ((string?)xml.Attribute("version") is { } version && version != "1")
        {
            throw new KeyRingException(
                "key_ring.damaged",
                "A key of the key ring is sealed in a format that this version of StrategyEngine.Data does not know. Update it.");
        }

        try
        {
            var element = new SealedElement(
                (string?)xml.Attribute("secret") ?? "", Bytes(xml, "salt"), Bytes(xml, "nonce"), Bytes(xml, "value"));
            if (xml.Name == "sealed"
                && xml.Attribute("version") is not null
                && element is
                {
                    Salt.Length: SecretMaterial.SaltSize, Nonce.Length: SecretMaterial.NonceSize, Value.Length: >= SecretMaterial.TagSize
                })
            {
                return element;
            }
        }
        catch (FormatException failure)
        {
            throw KeyRingException.Damaged(failure);
        }

        throw KeyRingException.Damaged();
    }

    private static byte[] Bytes(XElement xml, string name) => Convert.FromBase64String((string?)xml.Element(name) ?? "");
}

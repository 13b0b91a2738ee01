using System.Security.Cryptography;
using System.Xml.Linq;

namespace StrategyEngine.Data.Encryption.KeyRings;

/// <summary>XML that holds a key, as bytes which the caller erases.</summary>
internal static class SecretXml
{
    private const int InitialSize = 16 * 1024;

    public static byte[] ToBytes(XElement element)
    {
        using var stream = new MemoryStream(InitialSize);
        element.Save(stream, SaveOptions.DisableFormatting);
        var bytes = stream.ToArray();
        CryptographicOperations.ZeroMemory(stream.GetBuffer());
        return bytes;
    }

    public static XElement FromBytes(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        return XElement.Load(stream);
    }
}

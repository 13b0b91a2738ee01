using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace StrategyEngine.Data.Paging;

/// <summary>Where a page ends, as text that stands in a URL as it is.</summary>
/// <remarks>
/// Base64url (RFC 4648 section 5) of: 8 bytes of the SHA-256 of the listing's name and the rest; one byte, 0 forwards and 1 backwards; the
/// key values. The sum tells a cursor of another listing or a damaged one; it keeps nobody from making one, who could as well have asked
/// for another page.
/// </remarks>
internal static class PageCursor
{
    /// <summary>The longest cursor that is looked at, in characters.</summary>
    public const int MaxLength = 4_096;

    private const int SumSize = 8;

    public static string Write(string listing, bool isBackwards, params ReadOnlySpan<object> keys)
    {
        using var payload = new MemoryStream();
        using var writer = new BinaryWriter(payload, Encoding.UTF8);
        writer.Write(isBackwards);
        foreach (var key in keys)
            Write(writer, key);
        writer.Flush();
        var bytes = payload.ToArray();
        return Base64Url.EncodeToString([.. Sum(listing, bytes), .. bytes]);
    }

    /// <summary>Reads the direction and the values of keys of some types.</summary>
    /// <exception cref="InvalidCursorException">It is none of this listing's.</exception>
    public static (bool IsBackwards, object[] Keys) Read(string listing, string cursor, params ReadOnlySpan<Type> types)
    {
        if (cursor.Length > MaxLength || !Base64Url.IsValid(cursor))
            throw new InvalidCursorException();
        var bytes = Base64Url.DecodeFromChars(cursor);
        if (bytes.Length <= SumSize || !Sum(listing, bytes.AsSpan(SumSize)).AsSpan().SequenceEqual(bytes.AsSpan(0, SumSize)))
            throw new InvalidCursorException();
        using var reader = new BinaryReader(new MemoryStream(bytes, SumSize, bytes.Length - SumSize), Encoding.UTF8);
        try
        {
            var isBackwards = reader.ReadBoolean();
            var keys = new object[types.Length];
            for (var i = 0; i < keys.Length; i++)
                keys[i] = Read(reader, types[i]);
            return (isBackwards, keys);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or FormatException)
        {
            throw new InvalidCursorException();
        }
    }

    /// <summary>Whether values of a type can be a key.</summary>
    public static bool IsKey(Type type) =>
        type == typeof(Guid) || type == typeof(DateTimeOffset) || type == typeof(long) || type == typeof(int) || type == typeof(string);

    private static byte[] Sum(string listing, ReadOnlySpan<byte> payload) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(listing), 0, .. payload])[..SumSize];

    private static void Write(BinaryWriter writer, object key)
    {
        switch (key)
        {
            case Guid id:
                writer.Write(id.ToByteArray(bigEndian: true));
                break;
            case DateTimeOffset instant:
                writer.Write(instant.UtcTicks);
                break;
            case long number:
                writer.Write(number);
                break;
            case int number:
                writer.Write(number);
                break;
            default:
                writer.Write((string)key);
                break;
        }
    }

    private static object Read(BinaryReader reader, Type type) =>
        type == typeof(Guid) ? new Guid(reader.ReadBytes(16), bigEndian: true)
        : type == typeof(DateTimeOffset) ? new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero)
        : type == typeof(long) ? reader.ReadInt64()
        : type == typeof(int) ? reader.ReadInt32()
        : reader.ReadString();
}

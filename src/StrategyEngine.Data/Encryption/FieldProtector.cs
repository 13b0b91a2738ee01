using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics;

using StrategyEngine.Data.Encryption.Cipher;
using StrategyEngine.Data.Encryption.Values;

namespace StrategyEngine.Data.Encryption;

/// <summary>Seals and opens values that stand outside an encrypted column, such as a file, a queue message or a bulk import.</summary>
/// <remarks>
/// <para>Thread-safe.</para>
/// <para>
/// A value belongs to a context, a stable name of the form <c>entity/property</c>, and opens under that name only. What is sealed under
/// the name of an <see cref="EncryptedAttribute"/> column is read back through it. Use a fixed set of names: each keeps derived keys in
/// memory.
/// </para>
/// </remarks>
[DebuggerDisplay("FieldProtector of a ring {_ring.Display,nq}")]
public sealed class FieldProtector
{
    private const string TextPrefix = "$se1$";

    private readonly ConcurrentDictionary<string, FieldCipher> _ciphers = new(StringComparer.Ordinal);
    private readonly DataKeyRing _ring;
    private volatile Named? _last;

    /// <summary>Creates a protector.</summary>
    /// <param name="ring">The data keys.</param>
    public FieldProtector(DataKeyRing ring)
    {
        ArgumentNullException.ThrowIfNull(ring);
        _ring = ring;
    }

    /// <summary>Seals a value.</summary>
    /// <typeparam name="T">Its type; every type that <see cref="EncryptedAttribute"/> takes.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="context">Where the value belongs, as <c>entity/property</c>.</param>
    /// <param name="rowKey">The primary key of the row for a <see cref="Secret{T}"/> column; nothing otherwise.</param>
    /// <returns>The sealed bytes.</returns>
    /// <exception cref="ArgumentException">The context is not of the form <c>entity/property</c>.</exception>
    /// <exception cref="UnencodableValueException">The value could not be read back unchanged.</exception>
    public byte[] Encrypt<T>(T value, string context, params ReadOnlySpan<object> rowKey)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(value);
        return Cipher(context).Seal(value, ValueCodecs.For<T>(), Row(rowKey));
    }

    /// <summary>Opens a value.</summary>
    /// <typeparam name="T">The type it was sealed as.</typeparam>
    /// <param name="encrypted">The sealed bytes.</param>
    /// <param name="context">Where the value belongs, as <c>entity/property</c>.</param>
    /// <param name="rowKey">The primary key of the row for a <see cref="Secret{T}"/> column; nothing otherwise.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">The context is not of the form <c>entity/property</c>.</exception>
    /// <exception cref="EncryptionException">The value cannot be opened; each reason is a type of its own.</exception>
    public T Decrypt<T>(ReadOnlySpan<byte> encrypted, string context, params ReadOnlySpan<object> rowKey)
        where T : notnull => Cipher(context).Open(encrypted, ValueCodecs.For<T>(), Row(rowKey));

    /// <summary>Seals a value into text: <c>$se1$</c> and base64url.</summary>
    /// <typeparam name="T">Its type; every type that <see cref="EncryptedAttribute"/> takes.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="context">Where the value belongs, as <c>entity/property</c>.</param>
    /// <returns>The sealed text.</returns>
    /// <exception cref="ArgumentException">The context is not of the form <c>entity/property</c>.</exception>
    /// <exception cref="UnencodableValueException">The value could not be read back unchanged.</exception>
    public string EncryptToText<T>(T value, string context)
        where T : notnull => TextPrefix + Base64Url.EncodeToString(Encrypt(value, context));

    /// <summary>Opens what <see cref="EncryptToText"/> made.</summary>
    /// <typeparam name="T">The type it was sealed as.</typeparam>
    /// <param name="encrypted">The sealed text.</param>
    /// <param name="context">Where the value belongs, as <c>entity/property</c>.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">The context is not of the form <c>entity/property</c>.</exception>
    /// <exception cref="EncryptionException">The value cannot be opened; each reason is a type of its own.</exception>
    public T DecryptText<T>(string encrypted, string context)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(encrypted);
        var cipher = Cipher(context);
        if (!encrypted.StartsWith(TextPrefix, StringComparison.Ordinal))
            throw new PlaintextFoundException(cipher.Location);
        byte[] envelope;
        try
        {
            envelope = Base64Url.DecodeFromChars(encrypted.AsSpan(TextPrefix.Length));
        }
        catch (FormatException)
        {
            throw new UnreadableFormatException(cipher.Location, "it is not base64url");
        }

        return cipher.Open(envelope, ValueCodecs.For<T>(), []);
    }

    /// <summary>Whether bytes have the form of an encrypted value. Says nothing about whether they open.</summary>
    /// <param name="value">The bytes.</param>
    /// <returns>true for the form this version writes.</returns>
    public static bool IsEncrypted(ReadOnlySpan<byte> value) => Envelope.IsWellFormed(value);

    /// <summary>Whether text has the form that <see cref="EncryptToText"/> makes. Says nothing about whether it opens.</summary>
    /// <param name="value">The text.</param>
    /// <returns>true for the form this version writes.</returns>
    public static bool IsEncrypted(string? value)
    {
        if (value is null
            || !value.StartsWith(TextPrefix, StringComparison.Ordinal)
            || !Base64Url.IsValid(value.AsSpan(TextPrefix.Length), out var size))
        {
            return false;
        }

        var bytes = new byte[size];
        return Base64Url.TryDecodeFromChars(value.AsSpan(TextPrefix.Length), bytes, out _) && Envelope.IsWellFormed(bytes);
    }

    private static byte[] Row(ReadOnlySpan<object> rowKey) => rowKey.IsEmpty ? [] : RowKey.Of(rowKey);

    private FieldCipher Cipher(string context)
    {
        ArgumentNullException.ThrowIfNull(context);

        // Bulk tools name one column again and again, by the same literal: hashing it would take longer than finding it.
        if (_last is { } last && ReferenceEquals(last.Context, context))
            return last.Cipher;
        var cipher = _ciphers.TryGetValue(context, out var known) ? known : _ciphers.GetOrAdd(context, Create);
        _last = new Named(context, cipher);
        return cipher;
    }

    private FieldCipher Create(string context)
    {
        if (!ColumnName.TryParse(context, out var entity, out var property))
            throw new ArgumentException("A context has the form entity/property.", nameof(context));
        return new FieldCipher(_ring, _ring.Column(entity, property), new FieldLocation(entity, property), ColumnSettings.Standard);
    }

    private sealed record Named(string Context, FieldCipher Cipher);
}

using System.Diagnostics;
using System.Text.Json.Serialization;

using StrategyEngine.Data.Encryption.Cipher;
using StrategyEngine.Data.Encryption.Mapping;

namespace StrategyEngine.Data.Encryption;

/// <summary>A value that is encrypted in its column, bound to its row, and opened only by <see cref="Reveal"/>.</summary>
/// <remarks>
/// <para>
/// The property that holds it passes its key on, so that the value opens only in the row it was saved in:
/// <code>[Encrypted] public Secret&lt;string&gt;? ApiSecret { get => field?.For(Id); set; }</code>
/// </para>
/// <para>
/// Immutable and thread-safe. Prints as <c>***</c> and is refused by <c>System.Text.Json</c>. A secret of one row may be assigned to
/// another; saving seals it anew for that row.
/// </para>
/// </remarks>
/// <typeparam name="T">The type of the value; every type that <see cref="EncryptedAttribute"/> takes.</typeparam>
[DebuggerDisplay("***")]
[JsonConverter(typeof(SecretJsonConverterFactory))]
public sealed class Secret<T>
    where T : notnull
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly T? _value;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[]? _envelope;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly SecretColumn<T>? _column;

    // Of the ring that the secret was read or sealed with: the model may be in the hands of another one when it is opened.
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly FieldCipher? _cipher;

    /// <summary>Makes a secret of a value; it is sealed when the entity that holds it is saved.</summary>
    /// <param name="value">The value.</param>
    public Secret(T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value;
    }

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly bool _isSealedHere;

    internal Secret(byte[] envelope, SecretColumn<T> column, FieldCipher? cipher, byte[]? rowKey, bool isSealedHere = false)
    {
        _isSealedHere = isSealedHere;
        _envelope = envelope;
        _column = column;
        _cipher = cipher;
        RowKey = rowKey;
    }

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal byte[]? RowKey { get; }

    /// <summary>Makes a secret of a value.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator Secret<T>(T value) => new(value);

    /// <summary>Opens the secret.</summary>
    /// <returns>The value in the clear; decrypted anew at each call, and not kept.</returns>
    /// <exception cref="UnboundSecretException">The secret does not know its row, because a query projected it.</exception>
    /// <exception cref="FieldTamperedException">The value was altered, or moved from another row, column or table.</exception>
    /// <exception cref="EncryptionException">Another of its kinds: the key or the format of the value is not available.</exception>
    public T Reveal() =>
        _envelope is null ? _value!
        : RowKey is { } row ? _column!.Open(_cipher, _envelope, row)
        : throw new UnboundSecretException(_column!.Location);

    /// <summary>Tells the secret which row it stands in; the getter of an entity's property calls it.</summary>
    /// <param name="rowId">The primary key of the row.</param>
    /// <returns>The secret, bound to the row unless it already belongs to one.</returns>
    public Secret<T> For(Guid rowId) =>
        _envelope is null || RowKey is not null ? this : new(_envelope, _column!, _cipher, Cipher.RowKey.Of(rowId));

    /// <summary>Tells the secret which row it stands in; the getter of an entity's property calls it.</summary>
    /// <param name="keyValues">
    /// The values of the primary key, in the order of the key; strings, <c>byte[]</c>, scalars and enums. For a key of another type, pass
    /// what its value converter stores.
    /// </param>
    /// <returns>The secret, bound to the row unless it already belongs to one.</returns>
    /// <exception cref="ArgumentException">No value is given, or one is of a type that is none of those named.</exception>
    public Secret<T> For(params ReadOnlySpan<object> keyValues) =>
        _envelope is null || RowKey is not null ? this : new(_envelope, _column!, _cipher, Cipher.RowKey.Of(keyValues));

    /// <summary>Three asterisks.</summary>
    /// <returns><c>***</c></returns>
    public override string ToString() => "***";

    /// <summary>Whether two secrets are the same stored value, judged without opening them.</summary>
    internal static bool AreSame(Secret<T>? left, Secret<T>? right)
    {
        if (ReferenceEquals(left, right))
            return true;
        return left?._envelope is { } leftBytes
            && right?._envelope is { } rightBytes
            && ReferenceEquals(left._column, right._column)
            && ReferenceEquals(left._cipher, right._cipher)
            && (ReferenceEquals(leftBytes, rightBytes) || leftBytes.AsSpan().SequenceEqual(rightBytes));
    }

    internal int SealedHash()
    {
        if (_envelope is null)
            return 0;
        var hash = default(HashCode);
        hash.AddBytes(_envelope);
        return hash.ToHashCode();
    }

    /// <summary>The secret sealed for a row of a column, under the active key.</summary>
    internal Secret<T> SealFor(SecretColumn<T> column, byte[] rowKey)
    {
        var cipher = column.Cipher;
        if (_envelope is null)
            return new(column.Seal(cipher, _value!, rowKey), column, cipher, rowKey, isSealedHere: true);
        if (!IsOf(column, cipher) || (RowKey is { } row && !row.AsSpan().SequenceEqual(rowKey)))
            return new(column.Seal(cipher, RevealOf(rowKey), rowKey), column, cipher, rowKey, isSealedHere: true);
        if (_isSealedHere && Envelope.KeyId(_envelope) == cipher.Ring.ActiveFieldKey().KeyId)
            return this;

        // Also proves that a secret belongs to this row: a getter only says so.
        return new(column.Reseal(cipher, _envelope, rowKey), column, cipher, rowKey, isSealedHere: true);
    }

    /// <summary>The bytes for the column; saving has sealed them before.</summary>
    internal byte[] ToStored(SecretColumn<T> column)
    {
        if (_envelope is not null && RowKey is not null && IsOf(column, column.FindCipher()))
            return _envelope;
        _cipher?.Ring.Models.Demand();
        throw new UnboundSecretException(column.Location);
    }

    // An entity that was loaded by another context holds its secrets as they were stored; it is the getter that binds them to the key.
    private T RevealOf(byte[] rowKey)
    {
        if (RowKey is not null)
            return Reveal();
        try
        {
            return _column!.Open(_cipher, _envelope, rowKey);
        }
        catch (FieldTamperedException exception)
        {
            throw new UnboundSecretException(_column!.Location, exception);
        }
    }

    // Two models of one database, for instance of two context types, have two columns of the same name. One model may have had two rings in
    // turn.
    private bool IsOf(SecretColumn<T> column, FieldCipher? cipher) =>
        ReferenceEquals(_cipher?.Ring, cipher?.Ring) && (ReferenceEquals(_column, column) || _column!.StableName == column.StableName);
}

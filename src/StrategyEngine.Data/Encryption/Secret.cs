using System.Diagnostics;

namespace StrategyEngine.Data.Encryption;

/// <summary>A value that is encrypted in its column, bound to its row, and opened only by <see cref="Reveal"/>.</summary>
/// <typeparam name="T">The type of the value; every type that <see cref="EncryptedAttribute"/> takes.</typeparam>
[DebuggerDisplay("***")]
public sealed class Secret<T>
    where T : notnull
{
    private readonly T? _value;

    /// <summary>Makes a secret of a value; it is sealed when the entity that holds it is saved.</summary>
    /// <param name="value">The value.</param>
    public Secret(T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value;
    }

    /// <summary>Makes a secret of a value.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator Secret<T>(T value) => new(value);

    /// <summary>Opens the secret.</summary>
    /// <returns>The value in the clear.</returns>
    public T Reveal() => _value!;

    /// <summary>Tells the secret which row it stands in; the getter of an entity's property calls it.</summary>
    /// <param name="rowId">The primary key of the row.</param>
    /// <returns>The secret, for the getter to return.</returns>
    public Secret<T> For(Guid rowId) => this;

    /// <summary>Tells the secret which row it stands in; the getter of an entity's property calls it.</summary>
    /// <param name="keyValues">The values of the primary key, in the order of the key.</param>
    /// <returns>The secret, for the getter to return.</returns>
    public Secret<T> For(params ReadOnlySpan<object> keyValues) => this;

    /// <summary>Three asterisks.</summary>
    /// <returns><c>***</c></returns>
    public override string ToString() => "***";
}

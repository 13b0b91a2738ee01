using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>Carries sealed bytes between a <see cref="Secret{T}"/> and its column; neither seals nor opens.</summary>
internal sealed class SecretConverter<T>(SecretColumn<T> column)
    : ValueConverter<Secret<T>, byte[]>(
        secret => column.ToStored(secret),
        envelope => new Secret<T>(envelope, column, column.FindCipher(), null)), IEncryptedConverter
    where T : notnull
{
    public EncryptedColumn Column { get; } = column;
}

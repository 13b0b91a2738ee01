using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>Seals a value on its way to the database and opens it on its way back.</summary>
internal sealed class EncryptedConverter<T>(ValueColumn<T> column)
    : ValueConverter<T, byte[]>(value => column.ToStored(value), envelope => column.Open(envelope)), IEncryptedConverter
    where T : notnull
{
    public EncryptedColumn Column { get; } = column;
}

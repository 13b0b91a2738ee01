using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>
/// Hashes on the way to the database, so that query parameters are hashed too; on the way back it gives the token of the hash.
/// </summary>
internal sealed class BlindIndexConverter(BlindIndexColumn index)
    : ValueConverter<string, byte[]>(value => index.ToStored(value), stored => BlindIndexColumn.ToToken(stored))
{
    public BlindIndexColumn Index { get; } = index;
}

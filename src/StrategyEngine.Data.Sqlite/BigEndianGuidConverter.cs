using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace StrategyEngine.Data.Sqlite;

/// <summary>Stores an id as 16 bytes in network order (RFC 9562 section 4), so that UUIDv7 sorts by time.</summary>
internal sealed class BigEndianGuidConverter() : ValueConverter<Guid, byte[]>(
    id => id.ToByteArray(true),
    bytes => new Guid(bytes, true),
    new ConverterMappingHints(size: 16));

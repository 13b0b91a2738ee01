using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace StrategyEngine.Data.PostgreSql;

/// <summary>
/// Gives the server every instant in UTC and in whole milliseconds: <c>timestamptz(3)</c> would round where the other engines truncate.
/// </summary>
internal sealed class UtcMillisecondsConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(
    instant => DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds()),
    stored => stored);

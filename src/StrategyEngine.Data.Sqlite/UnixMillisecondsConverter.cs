using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace StrategyEngine.Data.Sqlite;

/// <summary>
/// Stores an instant as whole milliseconds since 1970-01-01 UTC, because SQLite cannot order <see cref="DateTimeOffset"/> text.
/// </summary>
internal sealed class UnixMillisecondsConverter() : ValueConverter<DateTimeOffset, long>(
    instant => instant.ToUnixTimeMilliseconds(),
    milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

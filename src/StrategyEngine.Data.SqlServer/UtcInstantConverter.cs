using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace StrategyEngine.Data.SqlServer;

/// <summary>
/// Stores an instant as <c>datetime2(3)</c> in UTC: eight bytes that sort by time, where <c>datetimeoffset</c> keeps an offset that is
/// always zero.
/// </summary>
internal sealed class UtcInstantConverter() : ValueConverter<DateTimeOffset, DateTime>(
    instant => DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds()).UtcDateTime,
    stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc)));

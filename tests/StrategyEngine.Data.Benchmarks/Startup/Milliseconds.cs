using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace StrategyEngine.Data.Benchmarks.Startup;

/// <summary>An instant as Unix milliseconds.</summary>
internal sealed class Milliseconds() : ValueConverter<DateTimeOffset, long>(
    value => value.ToUnixTimeMilliseconds(), stored => DateTimeOffset.FromUnixTimeMilliseconds(stored));

using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace StrategyEngine.Data.Benchmarks.Startup;

/// <summary>A Guid as its sixteen bytes in the order of its text.</summary>
internal sealed class GuidBytes() : ValueConverter<Guid, byte[]>(value => value.ToByteArray(true), stored => new Guid(stored, true));

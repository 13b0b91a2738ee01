using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Benchmarks.Startup;

/// <summary>A timeframe as its code.</summary>
internal sealed class TimeframeCode() : ValueConverter<Timeframe, string>(value => value.Code, stored => Timeframe.Parse(stored));

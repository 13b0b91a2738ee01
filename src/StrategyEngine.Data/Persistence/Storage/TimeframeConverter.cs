using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence;

/// <summary>Stores a timeframe as its code.</summary>
internal sealed class TimeframeConverter() : ValueConverter<Timeframe, string>(timeframe => timeframe.Code, code => Timeframe.Parse(code));

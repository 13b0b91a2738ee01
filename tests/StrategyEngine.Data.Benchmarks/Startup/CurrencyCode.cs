using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Benchmarks.Startup;

/// <summary>A currency as its code.</summary>
internal sealed class CurrencyCode() : ValueConverter<Currency, string>(value => value.Code, stored => Currency.Parse(stored));

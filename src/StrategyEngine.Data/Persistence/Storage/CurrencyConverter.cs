using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence;

/// <summary>Stores a currency as its code; the default value, which is none, is refused.</summary>
internal sealed class CurrencyConverter() : ValueConverter<Currency, string>(currency => CodeOf(currency), code => Currency.Parse(code))
{
    private static string CodeOf(Currency currency) => currency.IsDefault
        ? throw new TradingDataException(
            "currency.missing", "A record's currency is the default value, which is none. Set it, with Currency.Parse.")
        : currency.Code;
}

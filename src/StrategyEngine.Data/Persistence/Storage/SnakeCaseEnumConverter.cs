using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace StrategyEngine.Data.Persistence;

/// <summary>Stores an enum as snake_case text.</summary>
internal sealed class SnakeCaseEnumConverter<TEnum>()
    : ValueConverter<TEnum, string>(value => Names[value], text => Values[text])
    where TEnum : struct, Enum
{
    private static readonly Dictionary<TEnum, string> Names = Enum.GetValues<TEnum>().ToDictionary(value => value, value => SnakeCase.From(value.ToString()));
    private static readonly Dictionary<string, TEnum> Values = Names.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
}

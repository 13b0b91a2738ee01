using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sessions;

/// <summary>Members of enums and kinds of results as columns, claims and metrics spell them.</summary>
internal static class Names
{
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => Cache<TEnum>.Names.TryGetValue(value, out var name) ? name : SnakeCase.From(value.ToString());

    public static string Of(object result) => SnakeCase.From(result.GetType().Name);

    private static class Cache<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly Dictionary<TEnum, string> Names = Enum.GetValues<TEnum>().ToDictionary(value => value, value => SnakeCase.From(value.ToString()));
    }
}

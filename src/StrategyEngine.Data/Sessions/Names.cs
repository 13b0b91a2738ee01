using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sessions;

/// <summary>Kinds of results as the record and metrics spell them.</summary>
internal static class Names
{
    public static string Of(object result) => SnakeCase.From(result.GetType().Name);
}

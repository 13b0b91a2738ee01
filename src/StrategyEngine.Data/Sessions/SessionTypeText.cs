using System.Collections.Frozen;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sessions;

/// <summary>Types of session as claims spell them, which is as columns do.</summary>
internal static class SessionTypeText
{
    private static readonly FrozenDictionary<string, SessionType> Types =
        Enum.GetValues<SessionType>().ToFrozenDictionary(Write, StringComparer.Ordinal);

    public static string Write(SessionType type) => SnakeCase.From(type.ToString());

    public static SessionType? Read(string text) => Types.TryGetValue(text, out var type) ? type : null;
}

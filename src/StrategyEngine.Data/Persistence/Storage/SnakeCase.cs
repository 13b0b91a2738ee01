using System.Text;

namespace StrategyEngine.Data.Persistence;

/// <summary>Turns names such as <c>OpenTime</c> into <c>open_time</c>.</summary>
internal static class SnakeCase
{
    public static string From(string name)
    {
        var result = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && name[i - 1] != '_' && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
                result.Append('_');
            result.Append(char.ToLowerInvariant(name[i]));
        }

        return result.ToString();
    }
}

using System.Text.Json;

namespace StrategyEngine.Data.Tests.Sessions;

/// <summary>Published test vectors; the file names the source of each.</summary>
internal static class AuthVectors
{
    private static readonly JsonElement Root = Load();

    public static JsonElement Get(string name) => Root.GetProperty(name);

    private static JsonElement Load()
    {
        using var stream = typeof(AuthVectors).Assembly.GetManifestResourceStream("auth-vectors.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}

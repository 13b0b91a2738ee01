using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StrategyEngine.Data.Migrations;

/// <summary>
/// Commands as the journal keeps them: a JSON array of texts, or of <c>{"sql": …, "suppressed": true}</c> for one that cannot run in a
/// transaction.
/// </summary>
internal static class StoredCommands
{
    public static string Write(IEnumerable<PlannedCommand> commands)
    {
        var array = new JsonArray();
        foreach (var command in commands)
        {
            array.Add(command.IsTransactionSuppressed
                ? new JsonObject { ["sql"] = command.Sql, ["suppressed"] = true }
                : JsonValue.Create(command.Sql));
        }

        return array.ToJsonString();
    }

    /// <summary>The commands, or null if the library did not write the text.</summary>
    public static IReadOnlyList<PlannedCommand>? Read(string text)
    {
        try
        {
            return [.. JsonNode.Parse(text)!.AsArray().Select(Command)];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }

        static PlannedCommand Command(JsonNode? node) => node is JsonObject command
            ? new PlannedCommand(command["sql"]!.GetValue<string>(), command["suppressed"]?.GetValue<bool>() ?? false)
            : new PlannedCommand(node!.GetValue<string>(), false);
    }

    /// <summary>SHA-256 over the texts, whatever their line endings, in hexadecimal.</summary>
    public static string Hash(IEnumerable<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in texts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n")));
            hash.AppendData([0]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace StrategyEngine.Data.Encryption.Values;

/// <summary>How records and classes become JSON inside an encrypted value. Fixed: a change would make stored values unreadable.</summary>
internal static class JsonForm
{
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            IncludeFields = true,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            Converters = { new WellFormedStringConverter() },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}

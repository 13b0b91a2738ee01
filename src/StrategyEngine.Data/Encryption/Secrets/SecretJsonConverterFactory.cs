using System.Text.Json;
using System.Text.Json.Serialization;

namespace StrategyEngine.Data.Encryption;

/// <summary>Refuses to write or read a <see cref="Secret{T}"/> as JSON.</summary>
internal sealed class SecretJsonConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => true;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Refusal<>).MakeGenericType(typeToConvert))!;

    private sealed class Refusal<TSecret> : JsonConverter<TSecret>
    {
        public override TSecret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new SecretSerializationException();

        public override void Write(Utf8JsonWriter writer, TSecret value, JsonSerializerOptions options) =>
            throw new SecretSerializationException();
    }
}

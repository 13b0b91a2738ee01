using System.Text.Json.Nodes;

namespace StrategyEngine.Data.Encryption.Values;

/// <summary>Finds the codec of a type.</summary>
internal static class ValueCodecs
{
    public static ValueCodec<T> For<T>()
        where T : notnull => Cache<T>.Codec;

    private static class Cache<T>
        where T : notnull
    {
        public static readonly ValueCodec<T> Codec = Create();

        private static ValueCodec<T> Create()
        {
            if (ScalarCodecs.Find(typeof(T)) is { } scalar)
                return (ValueCodec<T>)scalar;
            return typeof(JsonNode).IsAssignableFrom(typeof(T))
                ? (ValueCodec<T>)Activator.CreateInstance(typeof(JsonNodeCodec<>).MakeGenericType(typeof(T)))!
                : new JsonCodec<T>();
        }
    }
}

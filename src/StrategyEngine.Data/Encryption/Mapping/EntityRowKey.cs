using Microsoft.EntityFrameworkCore.Metadata;

using StrategyEngine.Data.Encryption.Cipher;
using StrategyEngine.Data.Encryption.Values;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>The canonical bytes of an entity's primary key.</summary>
internal static class EntityRowKey
{
    public static byte[] Of(IReadOnlyKey key, ReadOnlySpan<object> values)
    {
        if (values is [Guid id])
            return RowKey.Of(id);
        var canonical = new object[values.Length];
        for (var i = 0; i < canonical.Length; i++)
            canonical[i] = Canonical(key.Properties[i], values[i]);
        return RowKey.Of(canonical);
    }

    /// <summary>Whether a row with this key value is found again under the same canonical key.</summary>
    public static bool IsStoredAsItIs(IReadOnlyProperty property, object value)
    {
        if (!IsText(value))
            return false;
        if (Converter(property) is not { } converter)
            return true;
        return converter.ConvertToProvider(value) is { } stored
            && IsText(stored)
            && converter.ConvertFromProvider(stored) is { } read
            && RowKey.Of([Canonical(property, value)]).AsSpan().SequenceEqual(RowKey.Of([Canonical(property, read)]));
    }

    // A database that keeps text as UTF-8 replaces a lone surrogate.
    private static bool IsText(object value) => value switch
    {
        string text => WellFormed.Is(text),
        char single => !char.IsSurrogate(single),
        _ => true,
    };

    /// <summary>The type that the canonical form of a key value has.</summary>
    public static Type CanonicalType(IReadOnlyProperty property)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        return ScalarCodecs.Find(type) is null && Converter(property) is { } converter ? converter.ProviderClrType : type;
    }

    public static object Canonical(IReadOnlyProperty property, object value) =>
        ScalarCodecs.Find(value.GetType()) is null && Converter(property) is { } converter ? converter.ConvertToProvider(value)! : value;

    // A key of a type of the application's own, such as a struct around a Guid, counts as what is stored.
    private static Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter? Converter(IReadOnlyProperty property) =>
        property.GetValueConverter() ?? property.FindTypeMapping()?.Converter;
}

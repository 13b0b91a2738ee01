using System.Globalization;
using System.Reflection;

using Microsoft.EntityFrameworkCore.Metadata;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>Finds the encrypted properties of types and models.</summary>
internal static class EncryptedProperties
{
    public static IEnumerable<PropertyInfo> Of(Type type) =>
        type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(property => property.GetIndexParameters().Length == 0 && IsEncrypted(property));

    /// <summary>Whether a property is marked, by itself or where it overrides one that is.</summary>
    /// <remarks>By <see cref="Attribute"/>, because the method of the member looks at no overridden property.</remarks>
    public static bool IsEncrypted(PropertyInfo property) => Attribute.IsDefined(property, typeof(EncryptedAttribute), inherit: true);

    /// <summary>The blind indexes that a property asks for: its own, or else those of the property it overrides.</summary>
    public static IEnumerable<BlindIndexAttribute> BlindIndexes(PropertyInfo property) =>
        Attribute.IsDefined(property, typeof(BlindIndexAttribute), inherit: false)
            ? property.GetCustomAttributes<BlindIndexAttribute>(inherit: false)
            : property.GetCustomAttributes<BlindIndexAttribute>(inherit: true);

    /// <summary>The getters by which a class implements the marked properties of its interfaces.</summary>
    public static IReadOnlyList<MethodInfo> ImplementedGetters(Type type)
    {
        if (type.IsInterface)
            return [];
        List<MethodInfo> getters = [];
        foreach (var contract in type.GetInterfaces())
        {
            var marked = Of(contract).Select(property => property.GetMethod).OfType<MethodInfo>().ToList();
            if (marked.Count == 0)
                continue;
            var map = type.GetInterfaceMap(contract);
            getters.AddRange(marked.Select(getter => map.TargetMethods[Array.IndexOf(map.InterfaceMethods, getter)]));
        }

        return getters;
    }

    public static EncryptedColumn? Column(IReadOnlyProperty property) => (property.GetValueConverter() as IEncryptedConverter)?.Column;

    public static BlindIndexColumn? Index(IReadOnlyProperty property) => (property.GetValueConverter() as BlindIndexConverter)?.Index;

    /// <summary>The encrypted property that a blind index belongs to; null if the property is none.</summary>
    public static IProperty? Source(IProperty index) => Index(index) is { } column
        ? index.DeclaringType.GetProperties().FirstOrDefault(property => Column(property) == column.Source)
        : null;

    /// <summary>The name of the shadow property of a blind index.</summary>
    public static string IndexName(string property, int generation) =>
        property + "Index" + (generation == 1 ? "" : generation.ToString(CultureInfo.InvariantCulture));

    /// <summary>The blind indexes of an encrypted property, by generation.</summary>
    public static IEnumerable<IReadOnlyProperty> Indexes(IReadOnlyProperty property) =>
        Column(property) is { } column
            ? property.DeclaringType.GetDeclaredProperties()
                .Where(index => Index(index)?.Source == column)
                .OrderBy(index => Index(index)!.Generation)
            : [];

    /// <summary>The blind index that queries use: of the lowest generation, which is complete.</summary>
    public static IReadOnlyProperty? FindIndex(IReadOnlyProperty property) => Indexes(property).FirstOrDefault();

    public static bool IsSecret(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Secret<>);

    public static EncryptedColumn Create(PropertyInfo property, ModelSlot? slot)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var columnType = IsSecret(type)
            ? typeof(SecretColumn<>).MakeGenericType(type.GetGenericArguments())
            : typeof(ValueColumn<>).MakeGenericType(type);
        var attribute = property.GetCustomAttribute<EncryptedAttribute>(inherit: true)!;
        return (EncryptedColumn)Activator.CreateInstance(
            columnType,
            $"{property.ReflectedType!.Name}.{property.Name}",
            attribute,
            slot)!;
    }
}

using Microsoft.EntityFrameworkCore.Metadata;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>The types of a model that may have encrypted properties: its entity types and the complex types within them.</summary>
internal static class MappedTypes
{
    public static IEnumerable<ITypeBase> Of(IModel model) =>
        model.GetEntityTypes().SelectMany(entityType => Enumerable.Repeat<ITypeBase>(entityType, 1).Concat(ComplexTypes(entityType)));

    private static IEnumerable<ITypeBase> ComplexTypes(ITypeBase type) =>
        type.GetDeclaredComplexProperties().SelectMany(property =>
            Enumerable.Repeat<ITypeBase>(property.ComplexType, 1).Concat(ComplexTypes(property.ComplexType)));
}

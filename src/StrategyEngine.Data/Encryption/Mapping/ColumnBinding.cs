using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>Gives the encrypted columns of a model their stable names.</summary>
internal static class ColumnBinding
{
    public static void Bind(IModel model)
    {
        foreach (var type in MappedTypes.Of(model))
        {
            foreach (var property in type.GetDeclaredProperties())
            {
                if (EncryptedProperties.Column(property) is { } column)
                    Bind(property, column);
            }
        }

        foreach (var type in MappedTypes.Of(model))
        {
            foreach (var property in type.GetDeclaredProperties())
            {
                if (EncryptedProperties.Index(property) is { } index)
                    index.Bind();
            }
        }
    }

    private static void Bind(IProperty property, EncryptedColumn column)
    {
        var entityType = property.DeclaringType.ContainingEntityType;
        var store = StoreObjectIdentifier.Create(property.DeclaringType, StoreObjectType.Table)
            ?? StoreObjectIdentifier.Create(property.DeclaringType, StoreObjectType.View);
        var table = store?.Name ?? entityType.ShortName();
        var columnName = (store is { } identifier ? property.GetColumnName(identifier) : null) ?? property.GetColumnName();
        var (entity, name) = column.Attribute.StableName is { } declared ? column.Parse(declared) : (table, columnName);
        column.Bind(entity, name, new FieldLocation(table, columnName), store?.Schema);
    }
}

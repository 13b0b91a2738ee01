using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

using StrategyEngine.Data.Encryption.Cipher;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>Maps encrypted properties and their blind indexes while a model is built, and names and checks them at its end.</summary>
internal sealed class EncryptionConvention(ModelSlot? slot) :
    IEntityTypeAddedConvention,
    IEntityTypeBaseTypeChangedConvention,
    IComplexPropertyAddedConvention,
    IPropertyAddedConvention,
    IModelFinalizingConvention,
    IModelFinalizedConvention
{
    // Runs before discovery, which would take a secret or a record for a related entity.
    public void ProcessEntityTypeAdded(
        IConventionEntityTypeBuilder entityTypeBuilder, IConventionContext<IConventionEntityTypeBuilder> context)
    {
        foreach (var property in EncryptedProperties.Of(entityTypeBuilder.Metadata.ClrType))
            entityTypeBuilder.Property(property, fromDataAnnotation: true);
    }

    public void ProcessEntityTypeBaseTypeChanged(
        IConventionEntityTypeBuilder entityTypeBuilder,
        IConventionEntityType? newBaseType,
        IConventionEntityType? oldBaseType,
        IConventionContext<IConventionEntityType> context)
    {
        if (newBaseType is null && entityTypeBuilder.Metadata.IsInModel)
        {
            foreach (var property in EncryptedProperties.Of(entityTypeBuilder.Metadata.ClrType))
                entityTypeBuilder.Property(property, fromDataAnnotation: true);
        }
    }

    public void ProcessComplexPropertyAdded(
        IConventionComplexPropertyBuilder propertyBuilder, IConventionContext<IConventionComplexPropertyBuilder> context)
    {
        var complexType = propertyBuilder.Metadata.ComplexType;
        foreach (var property in EncryptedProperties.Of(complexType.ClrType))
            complexType.Builder.Property(property, fromDataAnnotation: true);
    }

    public void ProcessPropertyAdded(IConventionPropertyBuilder propertyBuilder, IConventionContext<IConventionPropertyBuilder> context)
    {
        if (propertyBuilder.Metadata.PropertyInfo is not { } member || !EncryptedProperties.IsEncrypted(member))
            return;

        var column = EncryptedProperties.Create(member, slot);
        propertyBuilder.HasConversion(column.Converter, fromDataAnnotation: true);
        propertyBuilder.HasValueComparer(column.Comparer, fromDataAnnotation: true);
        if (column.IsRowBound)
            propertyBuilder.UsePropertyAccessMode(PropertyAccessMode.Field, fromDataAnnotation: true);
        foreach (var attribute in EncryptedProperties.BlindIndexes(member))
            AddIndex(propertyBuilder.Metadata, column, attribute);
    }

    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entityType in modelBuilder.Metadata.GetEntityTypes())
        {
            foreach (var property in entityType.GetDeclaredProperties().ToList())
            {
                if (EncryptedProperties.Column(property) is not { } column)
                    continue;
                if (property.GetMaxLength() is { } maxLength)
                    SetSize(property, column, maxLength);
                foreach (var index in EncryptedProperties.Indexes(property))
                    NameIndex((IConventionProperty)index, property, column);
            }
        }
    }

    public IModel ProcessModelFinalized(IModel model)
    {
        ColumnBinding.Bind(model);
        EncryptionModelValidator.Validate(model);
        return model;
    }

    private static void AddIndex(IConventionProperty property, EncryptedColumn column, BlindIndexAttribute attribute)
    {
        if (property.ClrType != typeof(string) || property.DeclaringType is not IConventionEntityType entityType)
            throw new EncryptionModelException(column.Property, "[BlindIndex] needs an [Encrypted] string of an entity.");

        if (attribute.Generation is < 1 or > BlindIndexAttribute.MaxGeneration)
        {
            throw new EncryptionModelException(
                column.Property, $"the generation of a blind index is from 1 to {BlindIndexAttribute.MaxGeneration}.");
        }

        var name = EncryptedProperties.IndexName(property.Name, attribute.Generation);
        if (entityType.FindProperty(name) is { } present && EncryptedProperties.Index(present) is not null)
            throw new EncryptionModelException(column.Property, $"it has two blind indexes of generation {attribute.Generation}.");
        var index = entityType.Builder.Property(typeof(string), name, fromDataAnnotation: true)
            ?? throw new EncryptionModelException(column.Property, $"the property {name} stands where the blind index belongs; rename it.");
        index.HasConversion(
            new BlindIndexConverter(new BlindIndexColumn(column, attribute.Normalizer, attribute.Generation)), fromDataAnnotation: true);
        index.HasMaxLength(BlindIndexHasher.TokenSize, fromDataAnnotation: true);
        index.IsFixedLength(true, fromDataAnnotation: true);
        entityType.Builder.HasIndex([name], fromDataAnnotation: true)?.IsUnique(attribute.Unique, fromDataAnnotation: true);
    }

    private static void NameIndex(IConventionProperty index, IConventionProperty source, EncryptedColumn encrypted)
    {
        // In the manner of the column beside it: email_index, or EmailIndex.
        var table = StoreObjectIdentifier.Create(source.DeclaringType, StoreObjectType.Table);
        var column = (table is { } identifier ? source.GetColumnName(identifier) : null) ?? source.GetColumnName();
        var suffix = EncryptedProperties.IndexName("", EncryptedProperties.Index(index)!.Generation);
        index.Builder.HasColumnName(
            column + (column.Any(char.IsUpper) ? suffix : "_" + suffix.ToLowerInvariant()), fromDataAnnotation: true);

        // Rows that were there before the column, or before the encryption, are filled by re-encryption.
        var filledLater = EncryptedProperties.Index(index)!.Generation > 1 || encrypted.Attribute.AdoptPlaintextUntil is not null;
        index.Builder.IsRequired(!source.IsNullable && !filledLater, fromDataAnnotation: true);
    }

    // The column holds the envelope, not the text that the length was meant for.
    private static void SetSize(IConventionProperty property, EncryptedColumn column, int maxLength)
    {
        const int largestSizedColumn = 8000;
        var size = column.EnvelopeSize(maxLength);
        property.SetMaxLength(size <= largestSizedColumn ? size : null, fromDataAnnotation: true);
    }
}

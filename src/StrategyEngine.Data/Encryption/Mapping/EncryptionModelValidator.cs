using System.Reflection;
using System.Runtime.CompilerServices;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

using StrategyEngine.Data.Encryption.Querying;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>Refuses models whose encryption could not hold.</summary>
internal static class EncryptionModelValidator
{
    public static void Validate(IModel model)
    {
        foreach (var type in MappedTypes.Of(model))
        {
            foreach (var member in EncryptedProperties.Of(type.ClrType))
            {
                // A property taken out of the model is the author's choice; one that stays in it must be encrypted.
                if (type.FindProperty(member.Name) is { } property)
                {
                    Validate(property, $"{type.ClrType.Name}.{member.Name}");
                }
                else if (type.FindMember(member.Name) is not null
                    || type is IConventionComplexType complex && !complex.IsIgnored(member.Name))
                {
                    throw new EncryptionModelException(
                        $"{type.ClrType.Name}.{member.Name}", "an [Encrypted] property must be mapped as a property.");
                }
            }

            ValidateInterfaces(type);
            foreach (var property in type.GetDeclaredProperties())
            {
                if (EncryptedProperties.Index(property) is not null)
                    ValidateIndex(property, $"{type.ClrType.Name}.{property.Name}");
            }
        }

        foreach (var entityType in model.GetEntityTypes())
            ValidateFilters(entityType, model);
        DemandOwnNames(model);
    }

    /// <summary>Refuses two columns of one name: values could be moved between them unnoticed.</summary>
    private static void DemandOwnNames(IModel model)
    {
        var columns = MappedTypes.Of(model)
            .SelectMany(type => type.GetDeclaredProperties())
            .Select(EncryptedProperties.Column)
            .OfType<EncryptedColumn>();
        foreach (var sharing in columns.GroupBy(column => column.StableName))
        {
            // Two properties in one column, as of siblings in a hierarchy, are one.
            var places = sharing.GroupBy(column => (column.Location, column.Schema)).ToList();
            if (places.Count > 1)
            {
                throw new EncryptionModelException(
                    places[1].First().Property,
                    $"its stable name {sharing.Key} is that of {places[0].First().Property} too. Give one of them a name of its own: "
                    + $"[Encrypted(StableName = \"entity/property\")].");
            }
        }
    }

    private static void Validate(IProperty property, string name)
    {
        if (EncryptedProperties.Column(property) is not { } column)
        {
            throw new EncryptionModelException(
                name, "it is [Encrypted] and has a conversion of its own, which would store it in the clear. Remove HasConversion.");
        }

        if (property.IsKey() || property.IsForeignKey())
            throw new EncryptionModelException(name, "a key cannot be encrypted: the same value never gives the same ciphertext.");
        if (property.IsConcurrencyToken)
            throw new EncryptionModelException(name, "a concurrency token cannot be encrypted: it would always conflict.");
        if (property.IsIndex())
            throw new EncryptionModelException(name, "an index over ciphertext finds nothing. Use [BlindIndex].");
        if (property.GetDefaultValueSql() is not null || property.GetComputedColumnSql() is not null || property.TryGetDefaultValue(out _))
            throw new EncryptionModelException(name, "the database cannot encrypt a default or computed value. Set it in the application.");
        // OnUpdateSometimes is how Entity Framework marks a column that several types of a hierarchy share.
        if (property.ValueGenerated is not (ValueGenerated.Never or ValueGenerated.OnUpdateSometimes))
            throw new EncryptionModelException(name, "the database cannot generate an encrypted value.");
        var entityType = property.DeclaringType.ContainingEntityType;
        if (entityType.IsMappedToJson() || property.DeclaringType.IsMappedToJson())
        {
            throw new EncryptionModelException(
                name, "a property inside a JSON column cannot be encrypted by itself. Make the whole document one [Encrypted] property.");
        }

        if (property == entityType.FindDiscriminatorProperty())
            throw new EncryptionModelException(name, "a discriminator cannot be encrypted.");
        if (entityType.GetSeedData().Any(row => row.TryGetValue(property.Name, out var value) && value is not null))
        {
            throw new EncryptionModelException(
                name, "HasData would put the value into the migration in the clear. Write it after migrating.");
        }

        if (column is ISecretColumn secret)
            ValidateSecret(property, secret, name);
    }

    /// <summary>Refuses a blind index that something other than saving would fill.</summary>
    private static void ValidateIndex(IProperty index, string name)
    {
        if (index.GetDefaultValueSql() is not null || index.GetComputedColumnSql() is not null || index.TryGetDefaultValue(out _))
            throw new EncryptionModelException(name, "a blind index has no default or computed value: it is the hash of its property.");
        var seed = index.DeclaringType.ContainingEntityType.GetSeedData();
        if (seed.Any(row => row.TryGetValue(index.Name, out var value) && value is not null))
        {
            throw new EncryptionModelException(
                name, "HasData would put what the blind index hashes into the migration in the clear. Write it after migrating.");
        }
    }

    private static void ValidateInterfaces(ITypeBase type)
    {
        var getters = EncryptedProperties.ImplementedGetters(type.ClrType);
        if (getters.Count == 0)
            return;
        foreach (var member in type.GetMembers())
        {
            if (member.PropertyInfo is { GetMethod: { } getter } property
                && !EncryptedProperties.IsEncrypted(property)
                && getters.Any(implemented => implemented.MethodHandle == getter.MethodHandle))
            {
                throw new EncryptionModelException(
                    $"{type.ClrType.Name}.{property.Name}",
                    "the property of the interface is [Encrypted], which does not reach the property that implements it. Write "
                    + "[Encrypted] there too.");
            }
        }
    }

    private static void ValidateSecret(IProperty property, ISecretColumn column, string name)
    {
        if (property.DeclaringType is not IEntityType entityType)
            throw new EncryptionModelException(name, "a Secret belongs into an entity, whose key it is bound to, not into a complex type.");
        if (property.FieldInfo is null || property.PropertyInfo is null)
        {
            throw new EncryptionModelException(
                name, "a Secret needs a property with a field behind it, which Entity Framework fills past the getter.");
        }

        if (entityType.FindPrimaryKey() is not { } key)
            throw new EncryptionModelException(name, "a Secret needs a primary key to be bound to.");
        foreach (var part in key.Properties)
        {
            if (part.IsShadowProperty())
            {
                throw new EncryptionModelException(
                    name, $"a Secret cannot be bound to the shadow key {part.Name}. Declare it in the class.");
            }

            if (IsStoreGenerated(part))
            {
                throw new EncryptionModelException(
                    name,
                    $"a Secret is sealed with its key before it is inserted, but {part.Name} is made by the database. Make it in the "
                    + $"application (ValueGeneratedNever, Guid.CreateVersion7).");
            }
        }

        foreach (var concrete in entityType.GetDerivedTypesInclusive().Where(type => !type.ClrType.IsAbstract))
        {
            if (!Binds(concrete, property, key, column))
            {
                throw new EncryptionModelException(
                    name,
                    $"its getter does not bind it to its row. Write: get => "
                    + $"field?.For({string.Join(", ", key.Properties.Select(part => part.Name))});");
            }
        }
    }

    private static bool IsStoreGenerated(IProperty key) =>
        key.GetDefaultValueSql() is not null
        || key.GetComputedColumnSql() is not null
        || (key.ValueGenerated != ValueGenerated.Never
            && !key.IsForeignKey()
            && key.GetValueGeneratorFactory() is null
            && key.ClrType != typeof(Guid)
            && key.ClrType != typeof(string)
            && key.ClrType != typeof(byte[]));

    /// <summary>Puts an unbound secret into an instance with a known key and looks at what the getter returns.</summary>
    private static bool Binds(IEntityType entityType, IProperty property, IKey key, ISecretColumn column)
    {
        var entity = RuntimeHelpers.GetUninitializedObject(entityType.ClrType);
        var keyValues = new object[key.Properties.Count];
        for (var i = 0; i < keyValues.Length; i++)
        {
            var part = key.Properties[i];
            keyValues[i] = Sample(part.ClrType, i);
            Set(part, entity, keyValues[i]);
        }

        property.FieldInfo!.SetValue(entity, column.Probe());
        try
        {
            return property.PropertyInfo!.GetValue(entity) is { } returned
                && column.BoundRow(returned) is { } row
                && row.AsSpan().SequenceEqual(EntityRowKey.Of(key, keyValues));
        }
        catch (TargetInvocationException)
        {
            return false;
        }
    }

    private static void Set(IProperty property, object entity, object value)
    {
        if (property.FieldInfo is { } field)
            field.SetValue(entity, value);
        else
            property.PropertyInfo!.SetValue(entity, value);
    }

    private static object Sample(Type type, int index)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(Guid))
            return new Guid(index + 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        if (type == typeof(string))
            return $"probe-{index}";
        if (type == typeof(byte[]))
            return new byte[] { 1, 2, (byte)index };
        if (type.IsEnum)
            return Enum.ToObject(type, index + 1);
        return type.IsPrimitive && type != typeof(bool)
            ? Convert.ChangeType(index + 1, type, System.Globalization.CultureInfo.InvariantCulture)
            : RuntimeHelpers.GetUninitializedObject(type);
    }

    private static void ValidateFilters(IEntityType entityType, IModel model)
    {
        foreach (var filter in entityType.GetDeclaredQueryFilters())
        {
            if (filter.Expression is { } expression)
                EncryptedQueryGuard.DemandFree(expression, EncryptedModel.Of(model));
        }
    }
}

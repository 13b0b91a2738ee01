using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.ValueGeneration;

using StrategyEngine.Data.Encryption.Mapping;

namespace StrategyEngine.Data.Persistence.Bulk;

/// <summary>Finds how the entity types of a model are written in bulk. Thread-safe.</summary>
internal static class BulkModel
{
    private static readonly ConditionalWeakTable<IModel, ConcurrentDictionary<Type, BulkEntity>> Known = [];

    /// <summary>How a type is written.</summary>
    /// <exception cref="TradingDataException">It is not in the model, or it is no plain table.</exception>
    public static BulkEntity Find(DbContext context, Type type)
    {
        var known = Known.GetValue(context.Model, static _ => []);
        return known.TryGetValue(type, out var entity) ? entity : known.GetOrAdd(type, Create(context, type));
    }

    /// <summary>Says why a type cannot be written.</summary>
    public static TradingDataException Refused(string type, string reason) =>
        new("persistence.bulk_model", $"{type} cannot be written in bulk: {reason}.");

    private static BulkEntity Create(DbContext context, Type type)
    {
        var entityType = context.Model.FindEntityType(type)
            ?? throw Refused(
                type.Name, $"{context.GetType().Name} has no such entity type. Add it to the model, or pass records of one that is there");
        if (Obstacle(entityType) is { } obstacle)
            throw Refused(type.Name, $"{obstacle}. Save it with SaveChanges");

        var key = entityType.FindPrimaryKey()!;
        var encrypted = EncryptedModel.Of(context.Model).Find(entityType);
        var indexes = encrypted?.Indexes.ToDictionary(index => index.Index, index => (index.Column, index.Source)) ?? [];
        var properties = key.Properties.Concat(entityType.GetProperties()
            .Where(property => !property.IsPrimaryKey() && (indexes.ContainsKey(property) || IsWritten(property)))).ToList();
        var fields = properties.Select((property, ordinal) => indexes.TryGetValue(property, out var index)
            ? new BulkField(ordinal, property, index.Column, index.Source)
            : new BulkField(ordinal, property, null, null)).ToArray();

        var sql = context.GetService<ISqlGenerationHelper>();
        var columns = fields.Select(field => new BulkColumn(
            sql.DelimitIdentifier(field.Property.GetColumnName()),
            field.Property.GetRelationalTypeMapping(),
            field.Property.IsColumnNullable(),
            !field.IsWrittenOnce)).ToArray();
        var target = new BulkTarget(
            sql.DelimitIdentifier(entityType.GetTableName()!, entityType.GetSchema()), columns, key.Properties.Count);
        var given = fields.Take(target.KeyLength)
            .Where(field => field.Property.ValueGenerated == ValueGenerated.OnAdd && !field.Property.IsForeignKey())
            .Select(field => new BulkKey(field, Generator(context, field.Property)));
        return new BulkEntity(entityType, fields, target, encrypted, [.. given]);
    }

    private static string? Obstacle(IEntityType entityType) =>
        entityType.FindPrimaryKey() is not { } key ? "it has no primary key"
        : key.Properties.Any(property => property.IsShadowProperty()) ? "its primary key is not on the class"
        : entityType.GetTableName() is null || entityType.GetTableMappings().Count() != 1 ? "it is not kept in exactly one table"
        : entityType.IsOwned() || entityType.GetNavigations().Any(navigation => navigation.ForeignKey.IsOwnership)
            ? "it owns other records, or is owned by one"
        : entityType.BaseType is not null || entityType.GetDirectlyDerivedTypes().Any() ? "it is part of an inheritance"
        : entityType.GetComplexProperties().Any() ? "it has complex properties"
        : entityType.GetTableMappings().Single().Table.EntityTypeMappings.Count() != 1 ? "it shares its table with another type"
        : null;

    // What a host keeps in shadow is left to the default of its column, and what the database computes to the database.
    private static bool IsWritten(IProperty property) =>
        !property.IsShadowProperty() && (property.ValueGenerated & ValueGenerated.OnUpdate) == 0 && property.GetComputedColumnSql() is null;

    private static ValueGenerator? Generator(DbContext context, IProperty property) =>
        context.GetService<IValueGeneratorSelector>().TrySelect(property, property.DeclaringType, out var generator)
            && generator is { GeneratesTemporaryValues: false } ? generator : null;
}

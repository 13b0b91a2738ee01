using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence;

/// <summary>How names and values of this library's entities are stored, on every provider alike.</summary>
internal static class StorageForms
{
    /// <summary>Digits of an amount, and how many of them are decimals.</summary>
    public static (int Precision, int Scale) DigitsOf(AmountForm form) => form switch
    {
        AmountForm.Price => (28, 12),
        AmountForm.Volume => (28, 8),
        _ => (20, 8),
    };

    public static void Apply(IMutableEntityType entityType)
    {
        foreach (var property in entityType.GetDeclaredProperties())
        {
            if (property.FindAnnotation(RelationalAnnotationNames.ColumnName) is null)
                property.SetColumnName(SnakeCase.From(property.Name));
            ApplyForm(entityType, property);
        }

        var table = entityType.GetTableName()!;
        foreach (var key in entityType.GetDeclaredKeys())
            key.SetName(key.IsPrimaryKey() ? $"pk_{table}" : $"ak_{table}_{Columns(key.Properties)}");
        foreach (var foreignKey in entityType.GetDeclaredForeignKeys())
            foreignKey.SetConstraintName($"fk_{table}_{Columns(foreignKey.Properties)}");
        foreach (var index in entityType.GetDeclaredIndexes().Where(index => index.Name is null))
            index.SetDatabaseName($"{(index.IsUnique ? "uq" : "ix")}_{table}_{Columns(index.Properties)}");
    }

    private static void ApplyForm(IMutableEntityType entityType, IMutableProperty property)
    {
        if (property.GetValueConverter() is not null)
            return;
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        if (type.IsEnum)
        {
            property.SetValueConverter((ValueConverter)Activator.CreateInstance(typeof(SnakeCaseEnumConverter<>).MakeGenericType(type))!);
            property.SetMaxLength(40);
            ConstrainTo(entityType, property, Enum.GetNames(type).Select(SnakeCase.From));
        }
        else if (type == typeof(Timeframe))
        {
            property.SetValueConverter(new TimeframeConverter());
            property.SetMaxLength(3);
            if (entityType.ClrType != typeof(Candle))
                ConstrainTo(entityType, property, Timeframe.All.Select(timeframe => timeframe.Code));
        }
        else if (type == typeof(decimal) && property.GetPrecision() is null)
        {
            var (precision, scale) = DigitsOf(AmountForm.Money);
            property.SetPrecision(precision);
            property.SetScale(scale);
        }
        else if (type == typeof(Guid) && property.IsPrimaryKey() && property.ValueGenerated == ValueGenerated.OnAdd)
        {
            property.SetValueGeneratorFactory((_, _) => new UuidV7ValueGenerator());
        }
        else if (property.Name == nameof(IVersioned.Version) && typeof(IVersioned).IsAssignableFrom(entityType.ClrType))
        {
            property.IsConcurrencyToken = true;
        }
    }

    private static void ConstrainTo(IMutableEntityType entityType, IMutableProperty property, IEnumerable<string> values)
    {
        var column = property.GetColumnName();
        entityType.AddCheckConstraint(
            $"ck_{entityType.GetTableName()}_{column}", $"{column} IN ({string.Join(", ", values.Select(value => $"'{value}'"))})");
    }

    private static string Columns(IReadOnlyList<IMutableProperty> properties) =>
        string.Join('_', properties.Select(property => SnakeCase.From(property.Name)));
}

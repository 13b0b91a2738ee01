using System.Data.Common;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

using StrategyEngine.Data.Encryption.Mapping;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence.Statements;

namespace StrategyEngine.Data.Persistence.Bulk;

/// <summary>A property that is written in bulk, from the record to its column and back. Immutable.</summary>
internal sealed class BulkField
{
    private readonly ValueConverter? _converter;
    private readonly Func<object, object?> _get;
    private readonly Func<object, object?>? _principal;
    private readonly object? _unset;
    private readonly object? _default;

    public BulkField(int ordinal, IProperty property, BlindIndexColumn? index, IProperty? source)
    {
        Property = property;
        Rule = ValueRule.Of(property);
        Stamp = StampOf(property);
        Secret = EncryptedProperties.Column(property) as ISecretColumn;
        ReadStored = StatementColumn.Reader(ordinal, property);
        _converter = property.GetRelationalTypeMapping().Converter;
        _unset = property.Sentinel;
        _default = property.ValueGenerated == ValueGenerated.OnAdd && !property.IsPrimaryKey() && property.TryGetDefaultValue(out var value)
            ? value
            : null;
        _principal = Principal(property);
        if (index is null || source is null)
        {
            var getter = property.GetGetter();
            _get = getter.GetClrValue;
        }
        else
        {
            var getter = source.GetGetter();
            _get = record => getter.GetClrValue(record) is string text ? index.TokenOf(text) : null;
        }
    }

    public IProperty Property { get; }

    public ValueRule Rule { get; }

    public BulkStamp Stamp { get; }

    /// <summary>Whether an update leaves it as it is.</summary>
    public bool IsWrittenOnce => Property.IsPrimaryKey() || Stamp is BulkStamp.Created or BulkStamp.CreatedBy;

    /// <summary>The column of a secret, which is sealed for its row; else null.</summary>
    public ISecretColumn? Secret { get; }

    /// <summary>Reads the value from a stored row.</summary>
    public Func<DbDataReader, object?> ReadStored { get; }

    /// <summary>
    /// The value of a record, with the id of a related record where only that one is given, and instants in whole milliseconds.
    /// </summary>
    public object? Get(object record)
    {
        var value = _get(record);
        if (_principal is not null && IsUnset(value))
            value = _principal(record) ?? value;
        if (_default is not null && IsUnset(value))
            value = _default;
        return value is DateTimeOffset instant ? Instants.Truncate(instant) : value;
    }

    public bool IsUnset(object? value) => value is null || Equals(value, _unset);

    /// <summary>The value as the column holds it.</summary>
    public object? ToStored(object? value) => _converter is null ? value : ParameterValues.ToProvider(_converter, value);

    public bool AreEqual(object? left, object? right) => Property.GetValueComparer().Equals(left, right);

    private static BulkStamp StampOf(IProperty property) => property.Name switch
    {
        nameof(ITimestamped.CreatedAt) when Is<ITimestamped>(property) => BulkStamp.Created,
        nameof(ITimestamped.UpdatedAt) when Is<ITimestamped>(property) => BulkStamp.Updated,
        nameof(IVersioned.Version) when Is<IVersioned>(property) => BulkStamp.Version,
        nameof(IAudited.CreatedBy) when Is<IAudited>(property) => BulkStamp.CreatedBy,
        nameof(IAudited.UpdatedBy) when Is<IAudited>(property) => BulkStamp.UpdatedBy,
        _ => BulkStamp.None,
    };

    private static bool Is<T>(IProperty property) => typeof(T).IsAssignableFrom(property.DeclaringType.ClrType);

    // What saving takes from a related record that is given without its id.
    private static Func<object, object?>? Principal(IProperty property)
    {
        foreach (var foreignKey in property.GetContainingForeignKeys())
        {
            if (foreignKey.DependentToPrincipal is not { } navigation || navigation.IsShadowProperty())
                continue;
            var (related, key) = (navigation.GetGetter(),
                foreignKey.PrincipalKey.Properties[foreignKey.Properties.ToList().IndexOf(property)]);
            if (key.IsShadowProperty())
                continue;
            var id = key.GetGetter();
            return record => related.GetClrValue(record) is { } principal ? id.GetClrValue(principal) : null;
        }

        return null;
    }
}

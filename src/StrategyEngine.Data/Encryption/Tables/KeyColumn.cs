using System.Data.Common;
using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

using StrategyEngine.Data.Encryption.Mapping;

namespace StrategyEngine.Data.Encryption.Jobs;

/// <summary>A column of a primary key, read and written as Entity Framework would.</summary>
internal sealed class KeyColumn
{
    private readonly RelationalTypeMapping _mapping;
    private readonly Func<DbDataReader, int, object> _read;

    public KeyColumn(string sql, IProperty property, RelationalTypeMapping mapping)
    {
        Sql = sql;
        Property = property;
        _mapping = mapping;
        _read = Reader(mapping);
        CanonicalType = EntityRowKey.CanonicalType(property);
    }

    /// <summary>The delimited name.</summary>
    public string Sql { get; }

    public IProperty Property { get; }

    /// <summary>The type of <see cref="Canonical"/>.</summary>
    public Type CanonicalType { get; }

    /// <summary>Reads the value as the database gives it, before any converter.</summary>
    public object ReadStored(DbDataReader reader, int ordinal) => _read(reader, ordinal);

    /// <summary>The value in the form in which rows are named, from the stored one.</summary>
    public object Canonical(object stored) =>
        EntityRowKey.Canonical(Property, _mapping.Converter is { } converter ? converter.ConvertFromProvider(stored)! : stored);

    /// <summary>The stored value, from the form in which rows are named.</summary>
    public object Stored(object canonical) => _mapping.Converter switch
    {
        null => canonical,
        var converter when converter.ModelClrType == canonical.GetType() => converter.ConvertToProvider(canonical)!,
        _ => canonical,
    };

    /// <summary>A parameter of the right type; its value is set by <see cref="DbParameter.Value"/> in stored form.</summary>
    public DbParameter Parameter(DbCommand command, string name) => _mapping.CreateParameter(command, name, null, nullable: true);

    private static Func<DbDataReader, int, object> Reader(RelationalTypeMapping mapping)
    {
        var reader = Expression.Parameter(typeof(DbDataReader));
        var ordinal = Expression.Parameter(typeof(int));
        var method = mapping.GetDataReaderMethod();
        Expression source = method.DeclaringType!.IsAssignableFrom(typeof(DbDataReader))
            ? reader
            : Expression.Convert(reader, method.DeclaringType);
        var value = mapping.CustomizeDataReaderExpression(Expression.Call(source, method, ordinal));
        return Expression.Lambda<Func<DbDataReader, int, object>>(Expression.Convert(value, typeof(object)), reader, ordinal).Compile();
    }
}

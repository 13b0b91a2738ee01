using System.Data.Common;
using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace StrategyEngine.Data.Persistence.Statements;

/// <summary>A column of the rows of a statement, read as Entity Framework reads its property.</summary>
/// <param name="Ordinal">Its place, from 0.</param>
/// <param name="Read">A <see cref="Func{DbDataReader, T}"/> of the property's type.</param>
internal sealed record StatementColumn(int Ordinal, Delegate Read)
{
    public static StatementColumn Of(int ordinal, IProperty property)
    {
        var reader = Expression.Parameter(typeof(DbDataReader), "reader");
        return new StatementColumn(ordinal, Expression.Lambda(Value(reader, ordinal, property), reader).Compile());
    }

    /// <summary>Reads a property of any type from its column.</summary>
    /// <param name="ordinal">The place of the column, from 0.</param>
    /// <param name="property">The property.</param>
    public static Func<DbDataReader, object?> Reader(int ordinal, IProperty property)
    {
        var reader = Expression.Parameter(typeof(DbDataReader), "reader");
        return Expression.Lambda<Func<DbDataReader, object?>>(Expression.Convert(Value(reader, ordinal, property), typeof(object)), reader)
            .Compile();
    }

    private static Expression Value(ParameterExpression reader, int ordinal, IProperty property)
    {
        var mapping = property.GetRelationalTypeMapping();
        var place = Expression.Constant(ordinal);
        var method = mapping.GetDataReaderMethod();
        var value = mapping.CustomizeDataReaderExpression(
            Expression.Call(
                method.DeclaringType == typeof(DbDataReader) ? reader : Expression.Convert(reader, method.DeclaringType!), method, place));
        if (mapping.Converter is { } converter)
        {
            var parameter = converter.ConvertFromProviderExpression.Parameters[0];
            if (value.Type != parameter.Type)
                value = Expression.Convert(value, parameter.Type);
            value = Expression.Block([parameter], Expression.Assign(parameter, value), converter.ConvertFromProviderExpression.Body);
        }

        if (value.Type != property.ClrType)
            value = Expression.Convert(value, property.ClrType);
        if (property.IsNullable)
        {
            value = Expression.Condition(
                Expression.Call(reader, nameof(DbDataReader.IsDBNull), null, place), Expression.Default(property.ClrType), value);
        }

        return value;
    }
}

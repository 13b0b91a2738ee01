using System.Data.Common;

namespace StrategyEngine.Data.Persistence.Statements;

/// <summary>The row a statement stands on.</summary>
internal readonly struct StatementRow(DbDataReader reader, IReadOnlyDictionary<string, StatementColumn> columns)
{
    /// <summary>A value, converted as its property is; null where it is NULL.</summary>
    /// <typeparam name="T">The property's type.</typeparam>
    /// <param name="name">The name the column was selected under.</param>
    public T Get<T>(string name) => ((Func<DbDataReader, T>)columns[name].Read)(reader);

    /// <summary>A value of a table that was joined from outside: null where there is no row.</summary>
    /// <inheritdoc cref="Get{T}"/>
    public T? Outer<T>(string name)
        where T : struct =>
        reader.IsDBNull(columns[name].Ordinal) ? null : Get<T>(name);
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using StrategyEngine.Data.Encryption.Mapping;

namespace StrategyEngine.Data.Encryption.Jobs;

/// <summary>A table with encrypted columns, with the SQL to walk it in the order of its primary key.</summary>
internal sealed class EncryptedTable
{
    // SQL counts bytes from 1.
    private const int KeyIdStart = Cipher.Envelope.KeyIdOffset + 1;

    private readonly EncryptionDialect _dialect;

    private EncryptedTable(ITable table, ISqlGenerationHelper sql, EncryptionDialect dialect)
    {
        _dialect = dialect;
        Name = table.Schema is null ? table.Name : $"{table.Schema}.{table.Name}";
        Sql = sql.DelimitIdentifier(table.Name, table.Schema);
        Columns = table.Columns
            .Select(column => (Column: column, Mapping: column.PropertyMappings.FirstOrDefault(mapping => EncryptedProperties.Column(mapping.Property) is not null)))
            .Where(pair => pair.Mapping is not null)
            .Select(pair => new EncryptedTableColumn(
                pair.Column.Name,
                sql.DelimitIdentifier(pair.Column.Name),
                pair.Mapping!.Property,
                EncryptedProperties.Column(pair.Mapping.Property)!))
            .ToArray();
        Key = (table.PrimaryKey?.Columns ?? [])
            .Select(column => new KeyColumn(sql.DelimitIdentifier(column.Name), column.PropertyMappings[0].Property, column.PropertyMappings[0].TypeMapping))
            .ToArray();
    }

    /// <summary>The name, with the schema if there is one.</summary>
    public string Name { get; }

    /// <summary>The delimited name.</summary>
    public string Sql { get; }

    public IReadOnlyList<EncryptedTableColumn> Columns { get; }

    /// <summary>The primary key; empty for a table without one, which cannot be walked.</summary>
    public IReadOnlyList<KeyColumn> Key { get; }

    public static IReadOnlyList<EncryptedTable> Of(DbContext context, EncryptionDialect dialect)
    {
        var sql = context.GetService<ISqlGenerationHelper>();
        return context.Model.GetRelationalModel().Tables
            .Select(table => new EncryptedTable(table, sql, dialect))
            .Where(table => table.Columns.Count > 0)
            .OrderBy(table => table.Name, StringComparer.Ordinal)
            .ToList();
    }

    /// <summary>Counts the rows with values under other keys than <c>@target</c>.</summary>
    public string CountOutdated() =>
        $"""
        SELECT COUNT(*)
        FROM {Sql}
        WHERE {Outdated()}
        """;

    /// <summary>Selects key and encrypted columns of the next rows with values under other keys than <c>@target</c>.</summary>
    /// <param name="fromStart">Whether to begin at the first row instead of behind <c>@k0, @k1 ...</c>.</param>
    /// <param name="rows">The size of the page.</param>
    public string SelectPage(bool fromStart, int rows) =>
        _dialect.Limit(
            $"""
            SELECT {string.Join(", ", Key.Select(key => key.Sql).Concat(Columns.Select(column => column.Sql)))}
            FROM {Sql}
            WHERE ({(fromStart ? "1 = 1" : Behind())})
              AND ({Outdated()})
            ORDER BY {string.Join(", ", Key.Select(key => key.Sql))}
            """,
            rows);

    /// <summary>Replaces values of one row, provided that they are still the old ones.</summary>
    public string CompareAndSwap(IReadOnlyList<int> columns) =>
        $"""
        UPDATE {Sql}
        SET {string.Join(", ", columns.Select((column, i) => $"{Columns[column].Sql} = @n{i}"))}
        WHERE {string.Join(" AND ", Key.Select((key, i) => $"{key.Sql} = @k{i}"))}
          AND {string.Join(" AND ", columns.Select((column, i) => $"{Columns[column].Sql} = @o{i}"))}
        """;

    // Spelled out, because not every database compares rows of values.
    private string Behind() => string.Join(
        " OR ",
        Enumerable.Range(0, Key.Count).Select(last =>
            "(" + string.Join(" AND ", Enumerable.Range(0, last + 1).Select(i => $"{Key[i].Sql} {(i == last ? ">" : "=")} @k{i}")) + ")"));

    private string Outdated() => string.Join(
        " OR ",
        Columns.Select(column => $"({column.Sql} IS NOT NULL AND {_dialect.BinarySlice(column.Sql, KeyIdStart, Cipher.Envelope.KeyIdSize)} <> @target)"));
}

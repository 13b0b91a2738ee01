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
            .Select(
                column => (Column: column,
                    Mapping: column.PropertyMappings.FirstOrDefault(mapping => EncryptedProperties.Column(mapping.Property) is not null)))
            .Where(pair => pair.Mapping is not null)
            .Select(pair => new EncryptedTableColumn(
                pair.Column.Name,
                sql.DelimitIdentifier(pair.Column.Name),
                pair.Mapping!.Property,
                EncryptedProperties.Column(pair.Mapping.Property)!,
                IndexesOf(table, pair.Mapping.Property, sql)))
            .ToArray();
        Indexes = Columns.SelectMany(column => column.Indexes).ToArray();
        Key = (table.PrimaryKey?.Columns ?? [])
            .Select(
                column => new KeyColumn(
                    sql.DelimitIdentifier(column.Name), column.PropertyMappings[0].Property, column.PropertyMappings[0].TypeMapping))
            .ToArray();
    }

    /// <summary>The name, with the schema if there is one.</summary>
    public string Name { get; }

    /// <summary>The delimited name.</summary>
    public string Sql { get; }

    public IReadOnlyList<EncryptedTableColumn> Columns { get; }

    /// <summary>The blind indexes of all columns.</summary>
    public IReadOnlyList<EncryptedTableIndex> Indexes { get; }

    /// <summary>The primary key; empty for a table without one, which cannot be walked.</summary>
    public IReadOnlyList<KeyColumn> Key { get; }

    public static IReadOnlyList<EncryptedTable> Of(DbContext context, EncryptionDialect dialect) =>
        Of(context.Model, context.GetService<ISqlGenerationHelper>(), dialect);

    public static IReadOnlyList<EncryptedTable> Of(IModel model, ISqlGenerationHelper sql, EncryptionDialect dialect) =>
        model.GetRelationalModel().Tables
            .Select(table => new EncryptedTable(table, sql, dialect))
            .Where(table => table.Columns.Count > 0)
            .OrderBy(table => table.Name, StringComparer.Ordinal)
            .ToList();

    /// <summary>Counts the rows that a walk would look at.</summary>
    public string CountDue() =>
        $"""
        SELECT COUNT(*)
        FROM {Sql}
        WHERE {Due()}
        """;

    /// <summary>Counts the values of a column that are not encrypted.</summary>
    public string CountPlaintext(EncryptedTableColumn column) =>
        $"""
        SELECT COUNT(*)
        FROM {Sql}
        WHERE {column.Sql} IS NOT NULL
          AND NOT ({_dialect.BinarySlice(column.Sql, 1, 1)} = @marker)
        """;

    /// <summary>Selects key, encrypted columns and indexes of a few rows that have a value in a column.</summary>
    public string SelectSample(EncryptedTableColumn column, int rows) =>
        _dialect.Limit(
            $"""
            SELECT {Selected()}
            FROM {Sql}
            WHERE {column.Sql} IS NOT NULL
            ORDER BY {Order()}
            """,
            rows);

    /// <summary>Counts the rows with values under other keys than <c>@target</c>, or without their index.</summary>
    public string CountOutdated() =>
        $"""
        SELECT COUNT(*)
        FROM {Sql}
        WHERE {Outdated()}
        """;

    /// <summary>Selects key, encrypted columns and indexes of the next rows.</summary>
    /// <param name="fromStart">Whether to begin at the first row instead of behind <c>@k0, @k1 ...</c>.</param>
    /// <param name="all">Whether to select every row instead of those that are due.</param>
    /// <param name="rows">The size of the page.</param>
    public string SelectPage(bool fromStart, bool all, int rows) =>
        _dialect.Limit(
            $"""
            SELECT {Selected()}
            FROM {Sql}
            WHERE ({(fromStart ? "1 = 1" : Behind())})
              AND ({(all ? "1 = 1" : Due())})
            ORDER BY {Order()}
            """,
            rows);

    /// <summary>Replaces values and fills indexes of one row, provided that the values are still the old ones.</summary>
    public string CompareAndSwap(RowChange change)
    {
        var assignments = change.Columns(Columns.Count).Select(i => $"{Columns[i].Sql} = @n{i}")
            .Concat(change.Filled(Indexes.Count).Select(i => $"{Indexes[i].Sql} = @x{i}"));
        var conditions = Key.Select((key, i) => $"{key.Sql} = @k{i}")
            .Concat(
                change.Compared(Columns.Count)
                    .Select(i => $"{(change.IsPlaintext(i) ? _dialect.AsBinary(Columns[i].Sql) : Columns[i].Sql)} = @o{i}"));
        return $"UPDATE {Sql} SET {string.Join(", ", assignments)} WHERE {string.Join(" AND ", conditions)}";
    }

    // Spelled out, because not every database compares rows of values.
    private string Behind() => string.Join(
        " OR ",
        Enumerable.Range(0, Key.Count).Select(last =>
            "(" + string.Join(" AND ", Enumerable.Range(0, last + 1).Select(i => $"{Key[i].Sql} {(i == last ? ">" : "=")} @k{i}")) + ")"));

    private string Outdated() => string.Join(" OR ", Columns.Select(IsOutdated));

    // What stands under a former name cannot be told from its bytes.
    private string Due() =>
        string.Join(
            " OR ", Columns.Select(column => column.Encrypted.Cipher.HasPrevious ? $"{column.Sql} IS NOT NULL" : IsOutdated(column)));

    private string IsOutdated(EncryptedTableColumn column)
    {
        var lacking = string.Concat(column.Indexes.Select(index => $" OR {index.Sql} IS NULL"));
        return $"({column.Sql} IS NOT NULL AND ({_dialect.BinarySlice(column.Sql, KeyIdStart, Cipher.Envelope.KeyIdSize)} <> "
            + $"@target{lacking}))";
    }

    private string Selected() => string.Join(
        ", ", Key.Select(key => key.Sql).Concat(Columns.Select(column => column.Sql)).Concat(Indexes.Select(index => index.Sql)));

    private string Order() => string.Join(", ", Key.Select(key => key.Sql));

    private static EncryptedTableIndex[] IndexesOf(ITable table, IProperty property, ISqlGenerationHelper sql) =>
        EncryptedProperties.Indexes(property)
            .Select(index => (Index: EncryptedProperties.Index(index)!, Column: table.FindColumn((IProperty)index)))
            .Where(pair => pair.Column is not null)
            .Select(pair => new EncryptedTableIndex(sql.DelimitIdentifier(pair.Column!.Name), pair.Index))
            .ToArray();
}

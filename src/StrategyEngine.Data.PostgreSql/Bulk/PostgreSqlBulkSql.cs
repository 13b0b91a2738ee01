using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.Bulk;

/// <summary>The statements of a bulk write: each takes one array for each column, @c0 for the first.</summary>
internal static class PostgreSqlBulkSql
{
    /// <summary>Inserts the rows whose keys are not there yet, in their order, and answers with the places of the others, from 1.</summary>
    public static string InsertMissing(BulkTarget target)
    {
        var all = Enumerable.Range(0, target.Columns.Count).ToList();
        var key = string.Join(", ", target.Key.Select(column => column.Name));
        return $"""
            WITH batch AS MATERIALIZED (
                SELECT * FROM unnest({Parameters(all)}) WITH ORDINALITY AS row ({Aliases(all)}, place)
            ), inserted AS (
                INSERT INTO {target.Table} ({string.Join(", ", target.Columns.Select(column => column.Name))})
                SELECT {Aliases(all)} FROM batch ORDER BY place
                ON CONFLICT ({key}) DO NOTHING
                RETURNING {key}
            )
            SELECT place FROM batch WHERE ({Aliases(all.Take(target.KeyLength))}) NOT IN (SELECT {key} FROM inserted) ORDER BY place
            """;
    }

    /// <summary>
    /// Reads the rows with some keys, and locks them in the order of the keys, so that two writers meet in the same order.
    /// </summary>
    public static string Select(BulkTarget target)
    {
        var key = Enumerable.Range(0, target.KeyLength).ToList();
        return $"""
            SELECT {string.Join(", ", target.Columns.Select(column => $"stored.{column.Name}"))}
            FROM unnest({Parameters(key)}) WITH ORDINALITY AS wanted ({Aliases(key)}, place)
            INNER JOIN {target.Table} AS stored ON {Match(target, "wanted")}
            ORDER BY wanted.place
            FOR UPDATE OF stored
            """;
    }

    /// <summary>Sets columns of the rows with some keys.</summary>
    public static string Update(BulkTarget target, IReadOnlyList<int> updated)
    {
        var given = Enumerable.Range(0, target.KeyLength).Concat(updated).ToList();
        return $"""
            UPDATE {target.Table} AS stored
            SET {string.Join(", ", updated.Select(i => $"{target.Columns[i].Name} = batch.c{i}"))}
            FROM unnest({Parameters(given)}) AS batch ({Aliases(given)})
            WHERE {Match(target, "batch")}
            """;
    }

    private static string Match(BulkTarget target, string alias) =>
        string.Join(" AND ", target.Key.Select((column, i) => $"stored.{column.Name} = {alias}.c{i}"));

    private static string Parameters(IEnumerable<int> ordinals) => string.Join(", ", ordinals.Select(i => $"@c{i}"));

    private static string Aliases(IEnumerable<int> ordinals) => string.Join(", ", ordinals.Select(i => $"c{i}"));
}

using System.Text;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.Bulk;

/// <summary>The statements of a bulk write.</summary>
internal static class SqliteBulkSql
{
    public const string Mark = "SAVEPOINT bulk_chunk";

    public const string Keep = "RELEASE bulk_chunk";

    public const string Undo = "ROLLBACK TO bulk_chunk; RELEASE bulk_chunk";

    /// <summary>Inserts the rows whose keys are not there yet; the columns of the first row are the first parameters.</summary>
    public static string Insert(BulkTarget target, int rows)
    {
        var sql = new StringBuilder($"INSERT INTO {target.Table} ({Names(target.Columns)})\nVALUES ");
        for (var row = 0; row < rows; row++)
        {
            sql.Append(row == 0 ? "(" : ", (")
                .AppendJoin(
                    ", ", Enumerable.Range((row * target.Columns.Count) + 1, target.Columns.Count).Select(parameter => $"?{parameter}"))
                    .Append(')');
        }

        return sql.Append("\nON CONFLICT (").Append(Names(target.Key)).Append(") DO NOTHING").ToString();
    }

    /// <summary>Changes the row with the key that the last parameters are.</summary>
    public static string Update(BulkTarget target, IReadOnlyList<BulkColumn> updated) =>
        $"""
        UPDATE {target.Table}
        SET {string.Join(", ", updated.Select((column, i) => $"{column.Name} = ?{i + 1}"))}
        WHERE {string.Join(" AND ", target.Key.Select((column, i) => $"{column.Name} = ?{updated.Count + i + 1}"))}
        """;

    /// <summary>Reads the rows with some keys, each by the index of the primary key: SQLite keeps the order of a CROSS JOIN.</summary>
    public static string Select(BulkTarget target, int rows)
    {
        var keys = Enumerable.Range(0, target.KeyLength).Select(i => $"k{i}").ToList();
        var values = Enumerable.Range(0, rows)
            .Select(row => $"({string.Join(", ", keys.Select((_, i) => $"@p{(row * keys.Count) + i}"))})");
        return $"""
            WITH wanted ({string.Join(", ", keys)}) AS (VALUES {string.Join(", ", values)})
            SELECT {string.Join(", ", target.Columns.Select(column => $"stored.{column.Name}"))}
            FROM wanted CROSS JOIN {target.Table} AS stored
            WHERE {string.Join(" AND ", target.Key.Select((column, i) => $"stored.{column.Name} = wanted.{keys[i]}"))}
            """;
    }

    private static string Names(IEnumerable<BulkColumn> columns) => string.Join(", ", columns.Select(column => column.Name));
}

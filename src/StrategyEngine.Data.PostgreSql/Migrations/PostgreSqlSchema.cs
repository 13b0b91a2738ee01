using Npgsql;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.Migrations;

/// <summary>
/// Reads the schema of a PostgreSQL database as lines that do not depend on who made it, in which order, and on the search path of who
/// looks.
/// </summary>
internal static class PostgreSqlSchema
{
    // The server names what the search path finds without its schema. The path is put back, for the transaction may go on.
    private const string Sql =
        $"""
        SELECT set_config('trading.search_path', current_setting('search_path'), TRUE), set_config('search_path', 'pg_catalog', TRUE);

        WITH relation AS (
            SELECT pg_class.oid, relname, relpersistence,
                nspname || '.' || relname AS name
            FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
            WHERE relkind IN ('r', 'p') AND nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
        )
        SELECT name, 'column ' || attname || ' ' || format_type(atttypid, atttypmod)
            || CASE WHEN attcollation <> typcollation THEN ' COLLATE ' || collname ELSE '' END
            || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END
            || CASE attidentity WHEN 'a' THEN ' IDENTITY ALWAYS' WHEN 'd' THEN ' IDENTITY' ELSE '' END
            || CASE WHEN pg_attrdef.oid IS NULL THEN '' ELSE CASE attgenerated WHEN '' THEN ' DEFAULT ' ELSE ' GENERATED ' END || pg_get_expr(adbin, adrelid) END
        FROM relation
        JOIN pg_attribute ON attrelid = relation.oid AND attnum > 0 AND NOT attisdropped
        JOIN pg_type ON pg_type.oid = atttypid
        LEFT JOIN pg_collation ON pg_collation.oid = attcollation
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        UNION ALL
        SELECT name, CASE contype WHEN 'f' THEN 'reference ' WHEN 'c' THEN 'check ' ELSE 'key ' END || conname || ' ' || pg_get_constraintdef(pg_constraint.oid)
        FROM relation JOIN pg_constraint ON conrelid = relation.oid AND contype IN ('c', 'f', 'p', 'u', 'x')
        UNION ALL
        SELECT name, 'index ' || i.relname || CASE WHEN indisunique THEN ' UNIQUE' ELSE '' END || substring(pg_get_indexdef(i.oid) FROM ' USING .*$')
            || CASE WHEN indisvalid THEN '' ELSE ' INVALID' END
        FROM relation
        JOIN pg_index ON indrelid = relation.oid
        JOIN pg_class AS i ON i.oid = indexrelid
        WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.oid AND contype IN ('p', 'u', 'x'))
        UNION ALL
        SELECT name, 'trigger ' || pg_get_triggerdef(pg_trigger.oid) || CASE tgenabled WHEN 'D' THEN ' DISABLED' ELSE '' END
        FROM relation JOIN pg_trigger ON tgrelid = relation.oid AND NOT tgisinternal
        UNION ALL
        SELECT name, 'UNLOGGED' FROM relation WHERE relpersistence = 'u';

        SELECT set_config('search_path', current_setting('trading.search_path'), TRUE)
        """;

    public static async Task<IReadOnlyList<SchemaLine>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = connection.Command(Sql);
        await using (command.ConfigureAwait(false))
        {
            var lines = new List<SchemaLine>();
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    lines.Add(
                        new SchemaLine(
                            reader.GetString(0),
                            string.Join(' ', reader.GetString(1).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
                }

                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            }

            return lines;
        }
    }
}

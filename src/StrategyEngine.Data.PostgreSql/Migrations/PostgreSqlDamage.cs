namespace StrategyEngine.Data.PostgreSql.Migrations;

/// <summary>
/// What the catalog knows to be wrong. The engine checks references by itself, and pages as they are read, if the cluster has checksums.
/// </summary>
internal static class PostgreSqlDamage
{
    public const string Find =
        """
        SELECT 'index ' || indexrelid::regclass || ' is invalid: drop it and make it again, unless it is being built at the moment'
        FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
        WHERE NOT indisvalid AND relkind = 'i'
        UNION ALL
        SELECT 'constraint ' || quote_ident(conname) || ' of ' || conrelid::regclass || ' was never checked: ALTER TABLE … VALIDATE CONSTRAINT'
        FROM pg_constraint WHERE NOT convalidated AND contype IN ('c', 'f')
        UNION ALL
        SELECT 'references of ' || tgrelid::regclass || ' are not enforced: ALTER TABLE … ENABLE TRIGGER ALL'
        FROM pg_trigger WHERE tgisinternal AND tgenabled = 'D' GROUP BY tgrelid
        UNION ALL
        SELECT checksum_failures || ' pages had a wrong checksum when they were read: restore a backup'
        FROM pg_stat_database WHERE datname = current_database() AND checksum_failures > 0
        ORDER BY 1
        """;
}

using Microsoft.EntityFrameworkCore;

using Npgsql;

using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.PostgreSql.Migrations;

namespace StrategyEngine.Data.PostgreSql.Administration;

/// <summary>Looks after a PostgreSQL database. Backups are the business of the server's own tools.</summary>
internal sealed class PostgreSqlAdministrationSession(DbContext context) : AdministrationSession(context)
{
    // Autovacuum prevents a wraparound at 200 million by default, and the server refuses writes shortly before 2^31.
    private const string ReadState =
        """
        SELECT pg_is_in_recovery(),
            current_setting('default_transaction_read_only')::boolean,
            current_setting('fsync')::boolean AND current_setting('full_page_writes')::boolean,
            age(datfrozenxid)::bigint,
            (SELECT extract(epoch FROM max(now() - xact_start))::float8 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid())
        FROM pg_database WHERE datname = current_database()
        """;

    // The tables that this role may maintain; the others only give warnings.
    private const string ReadTables =
        $"""
        SELECT format('%I.%I', nspname, relname)
        FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE relkind IN ('r', 'p') AND NOT relispartition AND nspname = '{PostgreSqlTradingProvider.Schema}' AND pg_has_role(relowner, 'USAGE')
        ORDER BY 1
        """;

    private const long LargeAge = 1_000_000_000;

    private const double LongSeconds = 3_600;

    private readonly NpgsqlConnection _connection = (NpgsqlConnection)context.Database.GetDbConnection();
    private bool _isOpen;

    public override async Task<IReadOnlyList<HealthCheck>> CheckAsync(bool integrity, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        List<HealthCheck> checks = [];
        var command = _connection.Command(ReadState);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                checks.Add(Writable(isStandby: reader.GetBoolean(0), isReadOnly: reader.GetBoolean(1)));
                checks.Add(Durable(reader.GetBoolean(2)));
                checks.Add(
                    Horizon(
                        reader.GetInt64(3),
                        await reader.IsDBNullAsync(4, cancellationToken).ConfigureAwait(false) ? 0 : reader.GetDouble(4)));
            }
        }

        if (integrity)
            checks.Add(await IntegrityAsync(cancellationToken).ConfigureAwait(false));
        return checks;
    }

    public override async Task<long?> ReadSizeAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await _connection.ScalarAsync<long>("SELECT pg_database_size(current_database())", cancellationToken).ConfigureAwait(false);
    }

    // Not VACUUM FULL: it keeps readers out. What a plain one frees is written again, and the end of a table goes back to the system.
    public override async Task<IReadOnlyList<string>> OptimizeAsync(bool reclaimSpace, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        var step = reclaimSpace ? "VACUUM (ANALYZE)" : "ANALYZE";
        var done = new List<string>();
        foreach (var table in await _connection.TextsAsync(ReadTables, cancellationToken).ConfigureAwait(false))
        {
            await _connection.ExecuteAsync($"{step} {table}", cancellationToken).ConfigureAwait(false);
            done.Add($"{step} {table}");
        }

        return done;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_isOpen)
            await Context.Database.CloseConnectionAsync().ConfigureAwait(false);
        _isOpen = false;
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private static HealthCheck Writable(bool isStandby, bool isReadOnly)
    {
        const string Name = "writable";
        if (isStandby)
        {
            return new HealthCheck(
                Name,
                HealthState.Unhealthy,
                "The server is a standby, which cannot be written. Connect to the primary, with Target Session Attributes=primary if it "
                + "may change.");
        }

        return isReadOnly
            ? new HealthCheck(
                Name,
                HealthState.Unhealthy,
                "Transactions are read-only by default. Reset default_transaction_read_only of the server, the database or the role.")
            : new HealthCheck(Name, HealthState.Healthy, "It can be written.");
    }

    private static HealthCheck Durable(bool isDurable) => isDurable
        ? new HealthCheck("durability", HealthState.Healthy, "The database stays whole when its machine stops.")
        : new HealthCheck(
            "durability",
            HealthState.Degraded,
            "fsync or full_page_writes is off: when the machine stops, the database may be lost. Turn both on.");

    private static HealthCheck Horizon(long age, double oldest)
    {
        const string Name = "vacuum";
        if (age > LargeAge)
        {
            return new HealthCheck(
                Name,
                HealthState.Unhealthy,
                $"The oldest transaction id is {age} transactions old, and before 2147483648 the server stops to accept writes. Find what "
                + $"holds autovacuum back, and call OptimizeAsync with ReclaimSpace.");
        }

        return oldest > LongSeconds
            ? new HealthCheck(
                Name,
                HealthState.Degraded,
                $"A transaction has been open for {(long)oldest / 60} minutes, and no row that it could see is cleaned up. Look for it in "
                + $"pg_stat_activity.")
            : new HealthCheck(Name, HealthState.Healthy, "No transaction holds back the clean-up.");
    }

    private async Task<HealthCheck> IntegrityAsync(CancellationToken cancellationToken)
    {
        const string Name = "integrity";
        var findings = await _connection.TextsAsync(PostgreSqlDamage.Find, cancellationToken).ConfigureAwait(false);
        return findings.Count == 0
            ? new HealthCheck(
                Name, HealthState.Healthy, "Every index and constraint is valid, and no page that was read had a wrong checksum.")
            : new HealthCheck(Name, HealthState.Unhealthy, $"{string.Join("; ", findings)}.");
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_isOpen)
            return;
        await Context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        _isOpen = true;
    }
}

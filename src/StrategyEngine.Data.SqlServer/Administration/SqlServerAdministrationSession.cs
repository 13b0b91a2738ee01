using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.SqlServer.Migrations;

namespace StrategyEngine.Data.SqlServer.Administration;

/// <summary>Looks after a SQL Server database. Backup and restore are the server's.</summary>
/// <remarks>
/// Optimizing concerns the tables of the context, one statement each, so that the right to alter these tables is enough and whatever else
/// is in the database stays untouched. Space is given back within the files, for the next rows; the files are not shrunk, which would
/// scatter the indexes and let the files grow again.
/// </remarks>
internal sealed class SqlServerAdministrationSession(DbContext context) : AdministrationSession(context)
{
    // They may take hours on a large database; the caller can cancel.
    private const int WithoutTimeout = 0;

    private readonly SqlServerExecutor _executor = new(context.Database.GetDbConnection(), WithoutTimeout);
    private bool _isOpen;

    public override async Task<IReadOnlyList<HealthCheck>> CheckAsync(bool integrity, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        var state = (
            await _executor.ReadAsync(SqlServerAdministrationSql.ReadState, SqlServerState.Of, cancellationToken).ConfigureAwait(false))[0];
        var files = await _executor.ReadAsync(SqlServerAdministrationSql.ReadFiles, SqlServerFile.Of, cancellationToken)
            .ConfigureAwait(false);
        var disk = await ReadDiskAsync(cancellationToken).ConfigureAwait(false);
        List<HealthCheck> checks =
        [
            SqlServerHealth.Writable(state), SqlServerHealth.Isolation(state), SqlServerHealth.Space(files, disk, state),
        ];
        if (integrity)
            checks.Add(SqlServerHealth.Integrity(await CheckPagesAsync(cancellationToken).ConfigureAwait(false)));
        return checks;
    }

    public override async Task<long?> ReadSizeAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await _executor.ScalarAsync(SqlServerAdministrationSql.ReadSize, cancellationToken).ConfigureAwait(false) as long?;
    }

    public override async Task<IReadOnlyList<string>> OptimizeAsync(bool reclaimSpace, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        var tables = await FindTablesAsync(cancellationToken).ConfigureAwait(false);
        List<string> steps =
        [
            .. reclaimSpace ? tables.Select(SqlServerAdministrationSql.Reorganize) : [],
            .. tables.Select(SqlServerAdministrationSql.UpdateStatistics),
        ];
        foreach (var step in steps)
            await _executor.ExecuteAsync(step, cancellationToken).ConfigureAwait(false);
        return steps;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_isOpen)
            await Context.Database.CloseConnectionAsync().ConfigureAwait(false);
        _isOpen = false;
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (!_isOpen)
            await Context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        _isOpen = true;
    }

    // Those of the context that are there: it may be of another version than the schema.
    private async Task<List<string>> FindTablesAsync(CancellationToken cancellationToken)
    {
        var sql = Context.GetService<ISqlGenerationHelper>();
        var ours = Context.Model.GetRelationalModel().Tables.Select(table => (table.Schema ?? SqlServerSchema.Default, table.Name))
            .ToHashSet();
        var existing = await _executor.ReadAsync(
            SqlServerMigrationSql.ListTables, row => (row.GetString(0), row.GetString(1)), cancellationToken).ConfigureAwait(false);
        return [.. existing.Where(ours.Contains).Select(table => sql.DelimitIdentifier(table.Item2, table.Item1))];
    }

    private async Task<long?> ReadDiskAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _executor.ScalarAsync(SqlServerAdministrationSql.ReadDisk, cancellationToken).ConfigureAwait(false) as long?;
        }
        catch (SqlException exception) when (SqlServerErrors.IsDenied(exception) || exception.Number == SqlServerErrors.InvalidObjectName)
        {
            // Azure SQL has no disks to show.
            return null;
        }
    }

    private async Task<SqlException?> CheckPagesAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _executor.ExecuteAsync(SqlServerAdministrationSql.CheckPages, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (SqlException exception)
        {
            return exception;
        }
    }
}

using System.Globalization;

using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>Finds what in a migration could cost data, and asks the database whether there is such data.</summary>
internal sealed class RiskAnalysis(CompiledMigrations migrations, MigrationSession session, EncryptionDialect encryption)
{
    private readonly ISqlGenerationHelper _sql = migrations.Sql;
    private readonly KeyTableUse _keys = new(migrations.Context, session, encryption);
    private readonly List<MigrationRisk> _risks = [];

    // What the run itself creates cannot hold what was there before. Names are told apart by case and schema, as engines do that quote
    // them.
    private readonly HashSet<TableName> _created = [];

    // The database has a table and a column under the name from before the run.
    private readonly Dictionary<TableName, TableName> _renamedTables = [];
    private readonly Dictionary<(TableName Table, string Column), string> _renamedColumns = [];
    private PlannedMigration _migration = null!;

    /// <summary>The risks of a migration, and the tables it rebuilds.</summary>
    public async Task<(IReadOnlyList<MigrationRisk> Risks, IReadOnlyList<string> Rebuilds)> AnalyzeAsync(
        PlannedMigration migration, CancellationToken cancellationToken)
    {
        _migration = migration;
        _risks.Clear();
        foreach (var operation in migration.Operations)
            await LookAtAsync(operation, cancellationToken).ConfigureAwait(false);
        if (migration.Operations.Count == 0)
        {
            foreach (var command in migration.Commands)
                await LookAtSqlAsync(command.Sql, cancellationToken).ConfigureAwait(false);
        }

        var rebuilds = session.FindRebuilds([.. migration.Commands.Select(command => command.Sql)]);
        foreach (var table in rebuilds)
        {
            var rows = await CountAsync(table, null, null, cancellationToken).ConfigureAwait(false);
            Add(MigrationRiskCodes.Rebuild, MigrationRiskLevel.Information, table, rows,
                $"{table} is copied into a new table; {Rows(rows)}. Triggers and columns that no migration made are lost.");
        }

        return ([.. _risks], rebuilds);
    }

    private Task LookAtAsync(MigrationOperation operation, CancellationToken cancellationToken) => operation switch
    {
        CreateTableOperation create => Remember(new TableName(create.Name, create.Schema)),
        DropTableOperation drop => LookAtAsync(drop, cancellationToken),
        DropColumnOperation drop => LookAtAsync(drop, cancellationToken),
        AlterColumnOperation alter => LookAtAsync(alter, cancellationToken),
        AddColumnOperation add => LookAtAsync(add, cancellationToken),
        CreateIndexOperation { IsUnique: true } index =>
            LookAtUniqueAsync(index.Name, index.Table, index.Schema, index.Columns, index.Filter, cancellationToken),
        AddUniqueConstraintOperation key => LookAtUniqueAsync(key.Name, key.Table, key.Schema, key.Columns, null, cancellationToken),
        AddPrimaryKeyOperation key => LookAtUniqueAsync(key.Name, key.Table, key.Schema, key.Columns, null, cancellationToken),
        RenameTableOperation rename => LookAtRename(rename),
        RenameColumnOperation rename => LookAtRename(rename),
        SqlOperation sql => LookAtSqlAsync(sql.Sql, cancellationToken),
        _ => Task.CompletedTask,
    };

    private async Task LookAtAsync(DropTableOperation drop, CancellationToken cancellationToken)
    {
        await ProtectKeysAsync(Former(new TableName(drop.Name, drop.Schema)).Name, cancellationToken).ConfigureAwait(false);
        var rows = await CountAsync(drop.Name, drop.Schema, null, cancellationToken).ConfigureAwait(false);
        Add(MigrationRiskCodes.DropTable, LevelOf(rows), drop.Name, rows, $"table {drop.Name} is dropped; {Rows(rows)}.");
    }

    private async Task LookAtAsync(DropColumnOperation drop, CancellationToken cancellationToken)
    {
        await ProtectKeysAsync(Former(new TableName(drop.Table, drop.Schema)).Name, cancellationToken).ConfigureAwait(false);
        var rows = await CountAsync(drop.Table, drop.Schema, column => $"{column} IS NOT NULL", cancellationToken, drop.Name)
            .ConfigureAwait(false);
        Add(MigrationRiskCodes.DropColumn, LevelOf(rows), $"{drop.Table}.{drop.Name}", rows,
            $"column {drop.Table}.{drop.Name} is dropped; {rows} rows have a value in it.");
    }

    private async Task LookAtAsync(AlterColumnOperation alter, CancellationToken cancellationToken)
    {
        var subject = $"{alter.Table}.{alter.Name}";
        if (alter.OldColumn.IsNullable && !alter.IsNullable)
        {
            var rows = await CountAsync(alter.Table, alter.Schema, column => $"{column} IS NULL", cancellationToken, alter.Name)
                .ConfigureAwait(false);
            Add(MigrationRiskCodes.NotNull, LevelOf(rows), subject, rows,
                $"column {subject} no longer allows rows without a value; {rows} rows have none, and get the default of the migration or "
                + $"make it fail.");
        }

        if (Narrowing.Condition(alter, Name(alter.Name), session) is not null)
        {
            var rows = await CountAsync(
                alter.Table, alter.Schema, column => Narrowing.Condition(alter, column, session), cancellationToken, alter.Name)
                .ConfigureAwait(false);
            Add(MigrationRiskCodes.Narrowing, LevelOf(rows), subject, rows,
                $"column {subject} becomes {Narrowing.Describe(alter)}; {rows} values may not fit.");
        }
    }

    private async Task LookAtAsync(AddColumnOperation add, CancellationToken cancellationToken)
    {
        if (add.IsNullable
            || add.DefaultValue is not null
            || add.DefaultValueSql is not null
            || add.ComputedColumnSql is not null
            || IsCounted(add))
        {
            return;
        }

        var rows = await CountAsync(add.Table, add.Schema, null, cancellationToken).ConfigureAwait(false);
        Add(MigrationRiskCodes.NotNull, LevelOf(rows), $"{add.Table}.{add.Name}", rows,
            $"column {add.Table}.{add.Name} is added without a default and must have a value; {rows} rows have none, so it fails.");
    }

    private async Task LookAtUniqueAsync(
        string name, string table, string? schema, IReadOnlyList<string> columns, string? filter, CancellationToken cancellationToken)
    {
        var named = new TableName(table, schema);
        if (_created.Contains(named))
            return;
        var former = Former(named);
        columns = [.. columns.Select(column => Former(former, column))];
        var existing = await session.ReadColumnsAsync(former.Name, former.Schema, cancellationToken).ConfigureAwait(false);
        if (!columns.All(column => existing.Contains(column, StringComparer.OrdinalIgnoreCase)))
            return;
        var list = string.Join(", ", columns.Select(Name));
        var conditions = columns.Select(column => $"{Name(column)} IS NOT NULL").Concat(filter is null ? [] : [$"({filter})"]);
        var groups = await session.CountAsync(
            $"""
            SELECT COUNT(*)
            FROM (
                SELECT COUNT(*) AS occurrences
                FROM {_sql.DelimitIdentifier(former.Name, former.Schema)}
                WHERE {string.Join(" AND ", conditions)}
                GROUP BY {list}
                HAVING COUNT(*) > 1
            ) AS duplicates
            """,
            cancellationToken).ConfigureAwait(false);
        if (groups > 0)
        {
            Add(MigrationRiskCodes.UniqueIndex, MigrationRiskLevel.Acknowledge, name, groups,
                $"{name} makes {table} ({string.Join(", ", columns)}) unique; {groups} values occur more than once, so it fails unless a "
                + $"step before it removes them.");
        }
    }

    private Task Remember(TableName table)
    {
        _created.Add(table);
        return Task.CompletedTask;
    }

    private Task LookAtRename(RenameTableOperation rename)
    {
        var (from, to) = (new TableName(rename.Name, rename.Schema),
            new TableName(rename.NewName ?? rename.Name, rename.NewSchema ?? rename.Schema));
        _created.Remove(to);
        if (!_created.Remove(from))
            _renamedTables[to] = Former(from);
        _renamedTables.Remove(from);
        return AddRename(rename.Name, rename.NewName ?? rename.Name);
    }

    private Task LookAtRename(RenameColumnOperation rename)
    {
        var table = new TableName(rename.Table, rename.Schema);
        if (!_created.Contains(table))
        {
            var former = Former(table);
            _renamedColumns[(former, rename.NewName)] = Former(former, rename.Name);
            _renamedColumns.Remove((former, rename.Name));
        }

        return AddRename($"{rename.Table}.{rename.Name}", rename.NewName);
    }

    private Task AddRename(string subject, string newName)
    {
        Add(MigrationRiskCodes.Rename, MigrationRiskLevel.Information, subject, null,
            $"{subject} becomes {newName}; a process that still runs the older version does not find it.");
        return Task.CompletedTask;
    }

    private TableName Former(TableName table) => _renamedTables.GetValueOrDefault(table, table);

    private string Former(TableName former, string column) => _renamedColumns.GetValueOrDefault((former, column), column);

    private async Task LookAtSqlAsync(string sql, CancellationToken cancellationToken)
    {
        foreach (var finding in RawSqlScan.Find(sql))
        {
            await ProtectKeysAsync(finding.Table, cancellationToken).ConfigureAwait(false);
            var rows = await CountAsync(finding.Table, finding.Schema, null, cancellationToken).ConfigureAwait(false);
            Add(MigrationRiskCodes.RawSql, LevelOf(rows), finding.Table, rows,
                $"a statement written by hand {finding.Action} {finding.Table}; {Rows(rows)}.");
        }
    }

    private async Task ProtectKeysAsync(string table, CancellationToken cancellationToken)
    {
        if (await _keys.IsInUseAsync(table, cancellationToken).ConfigureAwait(false))
        {
            Add(MigrationRiskCodes.KeyTable, MigrationRiskLevel.Forbidden, table, null,
                $"{table} holds the keys of encrypted values that are stored, and would lose them.");
        }
    }

    // A table or column that the database does not have yet comes from an earlier step, and holds only what that step put there.
    private async Task<long> CountAsync(
        string table, string? schema, Func<string, string?>? condition, CancellationToken cancellationToken, string? column = null)
    {
        var named = new TableName(table, schema);
        if (_created.Contains(named))
            return 0;
        var former = Former(named);
        var columns = await session.ReadColumnsAsync(former.Name, former.Schema, cancellationToken).ConfigureAwait(false);
        column = column is null ? null : Former(former, column);
        if (columns.Count == 0 || (column is not null && !columns.Contains(column, StringComparer.OrdinalIgnoreCase)))
            return 0;
        var where = column is not null && condition?.Invoke(Name(column)) is { } text ? $" WHERE {text}" : "";
        return await session.CountAsync(
            $"SELECT COUNT(*) FROM {_sql.DelimitIdentifier(former.Name, former.Schema)}{where}", cancellationToken).ConfigureAwait(false);
    }

    private void Add(string code, MigrationRiskLevel level, string subject, long? rows, string message) =>
        _risks.Add(new MigrationRisk(code, level, _migration.Id, subject, rows, message));

    private string Name(string column) => _sql.DelimitIdentifier(column);

    private static bool IsCounted(AddColumnOperation add) =>
        add.GetAnnotations()
            .Any(annotation => annotation.Name is "Sqlite:Autoincrement" or "SqlServer:Identity" or "Npgsql:ValueGenerationStrategy")
            || add.IsRowVersion;

    private static MigrationRiskLevel LevelOf(long rows) => rows > 0 ? MigrationRiskLevel.Acknowledge : MigrationRiskLevel.Information;

    private static string Rows(long rows) =>
        rows == 0 ? "it has no rows" : string.Create(CultureInfo.InvariantCulture, $"it has {rows} rows");

    private readonly record struct TableName(string Name, string? Schema);
}

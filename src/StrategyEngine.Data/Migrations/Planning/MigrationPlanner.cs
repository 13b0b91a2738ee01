using System.Text;

using Microsoft.EntityFrameworkCore.Migrations.Operations;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>Looks at what a run would do, with the data that is there.</summary>
internal sealed class MigrationPlanner(CompiledMigrations migrations, MigrationSession session, EncryptionDialect encryption)
{
    /// <summary>
    /// Describes the steps, with the row counts of their tables unless they are passed over. Where there is no database, nothing is lost.
    /// </summary>
    public async Task<MigrationPlan> DescribeAsync(
        MigrationDirection direction,
        IReadOnlyList<string> applied,
        IReadOnlyList<PlannedMigration> steps,
        bool databaseExists,
        bool countRows,
        CancellationToken cancellationToken)
    {
        var analysis = new RiskAnalysis(migrations, session, encryption);
        var described = new List<MigrationPlanStep>();
        var hasRowsToRebuild = false;
        foreach (var step in steps)
        {
            var (risks, rebuilds) = databaseExists
                ? await analysis.AnalyzeAsync(step, cancellationToken).ConfigureAwait(false)
                : ([], session.FindRebuilds([.. step.Commands.Select(command => command.Sql)]));
            hasRowsToRebuild |= risks.Any(risk => risk is { Code: MigrationRiskCodes.Rebuild, Rows: > 0 });
            described.Add(new MigrationPlanStep(
                step.Id,
                direction,
                [.. step.Commands.Select(command => command.Sql)],
                risks,
                rebuilds,
                step.Commands.Any(command => command.IsTransactionSuppressed)));
        }

        var have = applied.Where(id => !steps.Any(step => step.Id == id))
            .Concat(steps.Where(_ => direction == MigrationDirection.Up).Select(step => step.Id));
        return new MigrationPlan(() => session.CompleteScript(Script(steps)))
        {
            Direction = direction,
            Current = applied.Count == 0 ? null : applied[^1],
            Target = have.Max(StringComparer.OrdinalIgnoreCase),
            Steps = described,
            Tables = databaseExists && countRows ? await CountRowsAsync(steps, cancellationToken).ConfigureAwait(false) : [],
            IsBackupDue = steps.Count > 0
                && (direction == MigrationDirection.Down
                    || hasRowsToRebuild
                    || described.SelectMany(step => step.Risks).Any(risk => risk.Level != MigrationRiskLevel.Information)),
        };
    }

    private async Task<IReadOnlyList<TableInfo>> CountRowsAsync(IReadOnlyList<PlannedMigration> steps, CancellationToken cancellationToken)
    {
        var tables = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (table, schema) in steps.SelectMany(step => step.Operations).Select(TableOf).OfType<(string, string?)>().Distinct())
        {
            if ((await session.ReadColumnsAsync(table, schema, cancellationToken).ConfigureAwait(false)).Count > 0)
            {
                tables[schema is null ? table : $"{schema}.{table}"] = await session.CountAsync(
                    $"SELECT COUNT(*) FROM {migrations.Sql.DelimitIdentifier(table, schema)}", cancellationToken).ConfigureAwait(false);
            }
        }

        return [.. tables.Select(table => new TableInfo(table.Key, table.Value))];
    }

    private static (string Table, string? Schema)? TableOf(MigrationOperation operation) => operation switch
    {
        ITableMigrationOperation { Table: { } table } of => (table, of.Schema),
        DropTableOperation drop => (drop.Name, drop.Schema),
        RenameTableOperation rename => (rename.Name, rename.Schema),
        _ => null,
    };

    private string Script(IReadOnlyList<PlannedMigration> steps)
    {
        var sql = migrations.Sql;
        var script = new StringBuilder();
        if (steps.Count == 0)
            return "";
        Append(migrations.HistoryTableScript);
        var isOpen = false;
        foreach (var step in steps)
        {
            script.Append(sql.SingleLineCommentToken).Append(' ')
                .AppendLine(step.Direction == MigrationDirection.Up ? step.Id : $"reverts {step.Id}");
            foreach (var command in step.Commands)
            {
                Open(!command.IsTransactionSuppressed);
                Append(command.Sql);
            }

            Open(true);
            Append(step.HistoryStatement);
            if (!session.IsWholeBatchAtomic)
                Open(false);
        }

        Open(false);
        return script.ToString();

        void Open(bool open)
        {
            if (isOpen != open)
                Append(open ? sql.StartTransactionStatement : sql.CommitTransactionStatement);
            isOpen = open;
        }

        void Append(string statement)
        {
            statement = statement.Trim();
            script.Append(statement);
            if (!statement.EndsWith(sql.StatementTerminator, StringComparison.Ordinal))
                script.Append(sql.StatementTerminator);
            script.AppendLine().Append(sql.BatchTerminator).AppendLine();
        }
    }
}

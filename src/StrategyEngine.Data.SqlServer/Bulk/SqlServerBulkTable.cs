using System.Data;
using System.Data.Common;

using Microsoft.Data.SqlClient;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Bulk;

/// <summary>Many rows of one table, copied into a table of the session and from there in a few statements.</summary>
internal sealed class SqlServerBulkTable(BulkTarget target, SqlConnection connection, SqlTransaction? transaction) : BulkTable
{
    private const string StageTable = "#bulk"; // as in SqlServerBulkSql

    private readonly string _columns = Names(target.Columns);
    private readonly string _match = string.Join(" AND ", target.Key.Select(column => $"stored.{column.Name} = stage.{column.Name}"));

    public override async Task<IReadOnlyList<int>> InsertMissingAsync(
        IReadOnlyList<object?[]> rows, CancellationToken cancellationToken = default)
    {
        await StageAsync(rows, target.Columns, cancellationToken).ConfigureAwait(false);
        var known = new List<int>();
        await ReadAsync(
            SqlServerBulkSql.InsertMissing(target.Table, _columns, Names(target.Columns, "stage."), _match),
            reader => known.Add(reader.GetInt32(0)),
            cancellationToken)
            .ConfigureAwait(false);
        return known;
    }

    public override async Task ReadAsync(
        IReadOnlyList<object?[]> rows, Action<DbDataReader> read, CancellationToken cancellationToken = default)
    {
        await StageAsync(rows, [.. target.Key], cancellationToken).ConfigureAwait(false);
        await ReadAsync(SqlServerBulkSql.Select(target.Table, Names(target.Columns, "stored."), _match), read, cancellationToken)
            .ConfigureAwait(false);
    }

    public override async Task UpdateAsync(IReadOnlyList<object?[]> rows, CancellationToken cancellationToken = default)
    {
        await StageAsync(rows, target.Columns, cancellationToken).ConfigureAwait(false);
        var assignments = string.Join(
            ", ", target.Columns.Where(column => column.IsUpdated).Select(column => $"{column.Name} = stage.{column.Name}"));
        await ExecuteAsync(SqlServerBulkSql.Update(target.Table, assignments, _match), cancellationToken).ConfigureAwait(false);
    }

    private static string Names(IEnumerable<BulkColumn> columns, string alias = "") =>
        string.Join(", ", columns.Select(column => alias + column.Name));

    // The place, then the first values of each row.
    private static DataTable Table(IReadOnlyList<object?[]> rows, IReadOnlyList<BulkColumn> columns)
    {
        var table = new DataTable();
        table.Columns.Add("bulk_place", typeof(int));
        for (var i = 0; i < columns.Count; i++)
            table.Columns.Add($"c{i}", columns[i].Type);
        table.BeginLoadData();
        for (var place = 0; place < rows.Count; place++)
        {
            var values = new object[columns.Count + 1];
            values[0] = place;
            for (var i = 0; i < columns.Count; i++)
                values[i + 1] = rows[place][i] ?? DBNull.Value;
            table.Rows.Add(values);
        }

        table.EndLoadData();
        return table;
    }

    private async Task StageAsync(IReadOnlyList<object?[]> rows, IReadOnlyList<BulkColumn> columns, CancellationToken cancellationToken)
    {
        await ExecuteAsync(SqlServerBulkSql.CreateStage(target.Table, Names(columns)), cancellationToken).ConfigureAwait(false);
        using var copy = new SqlBulkCopy(connection, SqlBulkCopyOptions.TableLock | SqlBulkCopyOptions.KeepNulls, transaction)
        {
            DestinationTableName = StageTable,
            BulkCopyTimeout = connection.CommandTimeout,
        };
        for (var i = 0; i <= columns.Count; i++)
            copy.ColumnMappings.Add(i, i);
        using var table = Table(rows, columns);
        await copy.WriteToServerAsync(table, cancellationToken).ConfigureAwait(false);
    }

    private async Task ReadAsync(string sql, Action<DbDataReader> read, CancellationToken cancellationToken)
    {
        var command = Command(sql);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    read(reader);
            }
        }
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        var command = Command(sql);
        await using (command.ConfigureAwait(false))
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

#pragma warning disable CA2100 // The statements of SqlServerBulkSql, with names of the model, quoted.
    private SqlCommand Command(string sql) => new(sql, connection, transaction);
#pragma warning restore CA2100
}

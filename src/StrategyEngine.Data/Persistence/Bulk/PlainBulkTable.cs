using System.Data.Common;

namespace StrategyEngine.Data.Persistence.Bulk;

/// <summary>
/// Rows one by one, in standard SQL: for an engine that has no way of its own, and for columns that its own way cannot carry.
/// </summary>
internal sealed class PlainBulkTable : BulkTable
{
    private readonly BulkTarget _target;
    private readonly DbConnection _connection;
    private readonly DbTransaction? _transaction;
    private readonly DbCommand _insert;
    private readonly DbCommand _select;
    private readonly DbCommand? _update;
    private readonly int[] _all;
    private readonly int[] _key;
    private readonly int[] _updated;

    public PlainBulkTable(BulkTarget target, DbConnection connection, DbTransaction? transaction)
    {
        _target = target;
        _connection = connection;
        _transaction = transaction;
        _all = [.. Enumerable.Range(0, target.Columns.Count)];
        _key = _all[..target.KeyLength];
        var updated = Array.FindAll(_all, i => target.Columns[i].IsUpdated);
        _updated = [.. _key, .. updated];
        var names = string.Join(", ", target.Columns.Select(column => column.Name));
        var isKey = string.Join(" AND ", _key.Select(i => $"{target.Columns[i].Name} = @p{i}"));
        _insert = Command(
            $"""
            INSERT INTO {target.Table} ({names})
            SELECT {string.Join(", ", _all.Select(i => $"@p{i}"))}
            WHERE NOT EXISTS (SELECT 1 FROM {target.Table} WHERE {isKey})
            """,
            _all);
        _select = Command($"SELECT {names} FROM {target.Table} WHERE {isKey}", _key);
        _update = updated.Length == 0 ? null : Command(
            $"UPDATE {target.Table} SET {string.Join(", ", updated.Select(i => $"{target.Columns[i].Name} = @p{i}"))} WHERE {isKey}",
            _updated);
    }

    public override async Task<IReadOnlyList<int>> InsertMissingAsync(
        IReadOnlyList<object?[]> rows, CancellationToken cancellationToken = default)
    {
        var known = new List<int>();
        for (var i = 0; i < rows.Count; i++)
        {
            if (await Bind(_insert, _all, rows[i]).ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 0)
                known.Add(i);
        }

        return known;
    }

    public override async Task ReadAsync(
        IReadOnlyList<object?[]> rows, Action<DbDataReader> read, CancellationToken cancellationToken = default)
    {
        foreach (var row in rows)
        {
            var reader = await Bind(_select, _key, row).ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    read(reader);
            }
        }
    }

    public override async Task UpdateAsync(IReadOnlyList<object?[]> rows, CancellationToken cancellationToken = default)
    {
        foreach (var row in rows)
            await Bind(_update!, _updated, row).ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        await _insert.DisposeAsync().ConfigureAwait(false);
        await _select.DisposeAsync().ConfigureAwait(false);
        if (_update is not null)
            await _update.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private DbCommand Command(string sql, int[] ordinals)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = _transaction;
        foreach (var ordinal in ordinals)
        {
            command.Parameters.Add(_target.Columns[ordinal].Mapping.CreateParameter(command, $"@p{ordinal}", null, nullable: true));
        }

        return command;
    }

    private static DbCommand Bind(DbCommand command, int[] ordinals, object?[] row)
    {
        for (var i = 0; i < ordinals.Length; i++)
            command.Parameters[i].Value = row[ordinals[i]] ?? DBNull.Value;
        return command;
    }
}

using System.Data.Common;
using System.Globalization;
using System.Numerics;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

using StrategyEngine.Data.Encryption.Cipher;

namespace StrategyEngine.Data.Encryption.Jobs;

/// <summary>Reads pages of rows from one table and writes their replacements. For one caller at a time, on one open connection.</summary>
internal sealed class TableWalk : IAsyncDisposable
{
    private readonly EncryptedTable _table;
    private readonly DbConnection _connection;
    private readonly byte[] _target;
    private readonly Type[] _keyTypes;
    private readonly int[][] _rowKeyOrder;
    private readonly Dictionary<(bool FromStart, bool All, int Rows), DbCommand> _selects = [];
    private readonly Dictionary<RowChange, DbCommand> _updates = [];

    public TableWalk(DbContext context, EncryptedTable table, byte[] targetKeyId)
    {
        _table = table;
        _target = targetKeyId;
        _connection = context.Database.GetDbConnection();
        _keyTypes = table.Key.Select(key => key.CanonicalType).ToArray();
        _rowKeyOrder = table.Columns.Select(column => RowKeyOrder(table, column)).ToArray();
    }

    /// <summary>Counts the rows that a walk has before it.</summary>
    public Task<long> CountDueAsync(CancellationToken cancellationToken) => CountAsync(_table.CountDue(), cancellationToken);

    /// <summary>Counts the rows with values under older keys, or without their index.</summary>
    public Task<long> CountOutdatedAsync(CancellationToken cancellationToken) => CountAsync(_table.CountOutdated(), cancellationToken);

    public Task<long> CountPlaintextAsync(EncryptedTableColumn column, CancellationToken cancellationToken) =>
        CountAsync(_table.CountPlaintext(column), cancellationToken);

    /// <summary>The key of the last row of a page that an earlier run committed, from its name.</summary>
    public object[] KeyOf(byte[] name) => RowKey.Read(name, _keyTypes).Select((value, i) => _table.Key[i].Stored(value)).ToArray();

    /// <summary>Reads the rows behind a key.</summary>
    /// <param name="after">The raw key of the last row seen; null at the start.</param>
    /// <param name="all">Whether to read every row instead of those that are due.</param>
    /// <param name="rows">The size of the page.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    public Task<List<StoredRow>> ReadPageAsync(object[]? after, bool all, int rows, CancellationToken cancellationToken)
    {
        var shape = (after is null, all, rows);
        if (!_selects.TryGetValue(shape, out var command))
        {
            _selects[shape] = command = Command(_table.SelectPage(after is null, all, rows));
            if (after is not null)
                AddKey(command);
        }

        for (var i = 0; i < after?.Length; i++)
            command.Parameters[$"@k{i}"].Value = after[i];

        return ReadAsync(command, rows, cancellationToken);
    }

    /// <summary>Reads a few rows that have a value in a column.</summary>
    public async Task<List<StoredRow>> ReadSampleAsync(EncryptedTableColumn column, int rows, CancellationToken cancellationToken)
    {
        var command = Command(_table.SelectSample(column, rows));
        await using (command.ConfigureAwait(false))
            return await ReadAsync(command, rows, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The canonical key that a secret of a column is bound to; empty for a column whose values are not bound to rows.</summary>
    public byte[] RowKeyFor(StoredRow row, int column)
    {
        var order = _rowKeyOrder[column];
        if (order.Length == 0)
            return [];
        var values = new object[order.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = _table.Key[order[i]].Canonical(row.Key[order[i]]);
        return RowKey.Of(values);
    }

    /// <summary>The key of a row in bytes that lead back to it.</summary>
    public byte[] NameOf(StoredRow row) => RowKey.Exactly(row.Key.Select((value, i) => _table.Key[i].Canonical(value)).ToArray());

    /// <summary>The key of a row for people.</summary>
    public string Describe(StoredRow row) => string.Join(
        ",",
        row.Key.Select((value, i) => Convert.ToString(_table.Key[i].Canonical(value), CultureInfo.InvariantCulture)));

    /// <summary>Writes the replacements of a page, each row only if its values are still the ones that were read.</summary>
    /// <returns>The number of rows that were not, and of their values.</returns>
    public async Task<(int Rows, int Values)> WriteAsync(
        IReadOnlyList<StoredRow> page, IDbContextTransaction transaction, CancellationToken cancellationToken)
    {
        var (rows, values) = (0, 0);
        foreach (var row in page)
        {
            if (row.Change.IsNone)
                continue;
            if (!_updates.TryGetValue(row.Change, out var command))
                _updates[row.Change] = command = Swap(row.Change);
            command.Transaction = transaction.GetDbTransaction();
            Fill(command, row);
            if (await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 0)
            {
                rows++;
                values += BitOperations.PopCount(row.Change.Replaced);
            }
        }

        return (rows, values);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _selects.Values.Concat(_updates.Values))
            await command.DisposeAsync().ConfigureAwait(false);
    }

    private static int[] RowKeyOrder(EncryptedTable table, EncryptedTableColumn column)
    {
        if (!column.Encrypted.IsRowBound)
            return [];
        return column.Property.DeclaringType.ContainingEntityType.FindPrimaryKey()!.Properties
            .Select(part => table.Key.ToList().FindIndex(key => key.Property.Name == part.Name))
            .ToArray();
    }

    private async Task<List<StoredRow>> ReadAsync(DbCommand command, int rows, CancellationToken cancellationToken)
    {
        var page = new List<StoredRow>(rows);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                page.Add(ReadRow(reader));
        }

        return page;
    }

    private StoredRow ReadRow(DbDataReader reader)
    {
        var key = new object[_table.Key.Count];
        var rawKey = new object[key.Length];
        for (var i = 0; i < key.Length; i++)
        {
            key[i] = _table.Key[i].ReadStored(reader, i);
            rawKey[i] = reader.GetValue(i);
        }

        return new StoredRow(
            key,
            rawKey,
            ReadBinaries(reader, key.Length, _table.Columns.Count),
            ReadBinaries(reader, key.Length + _table.Columns.Count, _table.Indexes.Count));
    }

    private static byte[]?[] ReadBinaries(DbDataReader reader, int first, int count)
    {
        var values = new byte[]?[count];
        for (var i = 0; i < count; i++)
            values[i] = reader.IsDBNull(first + i) ? null : reader.GetFieldValue<byte[]>(first + i);
        return values;
    }

    private async Task<long> CountAsync(string sql, CancellationToken cancellationToken)
    {
        var command = Command(sql);
        await using (command.ConfigureAwait(false))
            return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
    }

    private DbCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        if (sql.Contains("@target", StringComparison.Ordinal))
            command.AddBinary("@target", _target);
        if (sql.Contains("@marker", StringComparison.Ordinal))
            command.AddBinary("@marker", [Envelope.Marker]);
        return command;
    }

    private void AddKey(DbCommand command)
    {
        for (var i = 0; i < _table.Key.Count; i++)
            command.Parameters.Add(_table.Key[i].Parameter(command, $"@k{i}"));
    }

    private DbCommand Swap(RowChange change)
    {
        var command = Command(_table.CompareAndSwap(change));
        AddKey(command);
        foreach (var i in change.Columns(_table.Columns.Count))
            command.AddBinary($"@n{i}");
        foreach (var i in change.Compared(_table.Columns.Count))
            command.AddBinary($"@o{i}");
        foreach (var i in change.Filled(_table.Indexes.Count))
            command.AddBinary($"@x{i}");
        return command;
    }

    /// <summary>Sets the parameters in the order in which <see cref="Swap"/> added them.</summary>
    private static void Fill(DbCommand command, StoredRow row)
    {
        var next = 0;
        var parameters = command.Parameters;
        foreach (var part in row.RawKey)
            parameters[next++].Value = part;
        for (var i = 0; i < row.Values.Length; i++)
        {
            if ((row.Change.Replaced & RowChange.Bit(i)) != 0)
                parameters[next++].Value = row.Replacements[i];
        }

        for (var i = 0; i < row.Values.Length; i++)
        {
            if (((row.Change.Replaced | row.Change.Hashed) & RowChange.Bit(i)) != 0)
                parameters[next++].Value = row.Values[i];
        }

        for (var i = 0; i < row.Indexes.Length; i++)
        {
            if ((row.Change.Indexes & RowChange.Bit(i)) != 0)
                parameters[next++].Value = row.Indexes[i];
        }
    }
}

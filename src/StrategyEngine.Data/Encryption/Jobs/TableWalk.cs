using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using StrategyEngine.Data.Encryption.Cipher;

namespace StrategyEngine.Data.Encryption.Jobs;

/// <summary>Reads pages of rows with outdated values from one table and writes their replacements.</summary>
internal sealed class TableWalk(DbContext context, EncryptedTable table, byte[] targetKeyId)
{
    private readonly Type[] _keyTypes = table.Key.Select(key => key.CanonicalType).ToArray();
    private readonly int[][] _rowKeyOrder = table.Columns.Select(column => RowKeyOrder(table, column)).ToArray();

    public async Task<long> CountOutdatedAsync(CancellationToken cancellationToken)
    {
        var command = context.Database.GetDbConnection().CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = table.CountOutdated();
            command.AddBinary("@target", targetKeyId);
            return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Reads the rows behind a cursor.</summary>
    /// <param name="cursor">The name of the last row seen; <see langword="null"/> at the start.</param>
    /// <param name="rows">The size of the page.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    public async Task<List<StoredRow>> ReadPageAsync(byte[]? cursor, int rows, CancellationToken cancellationToken)
    {
        var page = new List<StoredRow>(rows);
        var command = context.Database.GetDbConnection().CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = table.SelectPage(cursor is null, rows);
            command.AddBinary("@target", targetKeyId);
            if (cursor is not null)
                AddKey(command, RowKey.Read(cursor, _keyTypes).Select((value, i) => table.Key[i].Stored(value)));
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    page.Add(ReadRow(reader));
            }
        }

        return page;
    }

    /// <summary>The canonical key that a secret of a column is bound to; empty for a column whose values are not bound to rows.</summary>
    public byte[] RowKeyFor(StoredRow row, int column)
    {
        if (!table.Columns[column].Encrypted.IsRowBound)
            return [];
        var order = _rowKeyOrder[column];
        return RowKey.Of(order.Select(i => table.Key[i].Canonical(row.Key[i])).ToArray());
    }

    /// <summary>Writes the replacements of a page, each row only if its values are still the ones that were read.</summary>
    /// <returns>The number of rows that were not, and of their values.</returns>
    public async Task<(int Rows, int Values)> WriteAsync(IReadOnlyList<StoredRow> page, IDbContextTransaction transaction, CancellationToken cancellationToken)
    {
        var (rows, values) = (0, 0);
        var commands = new Dictionary<string, DbCommand>();
        try
        {
            foreach (var row in page)
            {
                var columns = Enumerable.Range(0, table.Columns.Count).Where(i => row.Replacements[i] is not null).ToArray();
                if (columns.Length == 0)
                    continue;
                var shape = string.Join(',', columns);
                if (!commands.TryGetValue(shape, out var prepared))
                    commands[shape] = prepared = Swap(columns, transaction);
                if (await SwapAsync(prepared, row, columns, cancellationToken).ConfigureAwait(false) == 0)
                {
                    rows++;
                    values += columns.Length;
                }
            }
        }
        finally
        {
            foreach (var command in commands.Values)
                await command.DisposeAsync().ConfigureAwait(false);
        }

        return (rows, values);
    }

    /// <summary>The key of a row for people.</summary>
    public string Describe(StoredRow row) => string.Join(
        ",",
        row.Key.Select((value, i) => Convert.ToString(table.Key[i].Canonical(value), CultureInfo.InvariantCulture)));

    private static int[] RowKeyOrder(EncryptedTable table, EncryptedTableColumn column)
    {
        if (!column.Encrypted.IsRowBound)
            return [];
        var property = column.Property;
        return property.DeclaringType.ContainingEntityType.FindPrimaryKey()!.Properties
            .Select(part => table.Key.ToList().FindIndex(key => key.Property.Name == part.Name))
            .ToArray();
    }

    private StoredRow ReadRow(DbDataReader reader)
    {
        var key = new object[table.Key.Count];
        for (var i = 0; i < key.Length; i++)
            key[i] = table.Key[i].ReadStored(reader, i);
        var values = new byte[]?[table.Columns.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var ordinal = key.Length + i;
            values[i] = reader.IsDBNull(ordinal) ? null : reader.GetFieldValue<byte[]>(ordinal);
        }

        var name = RowKey.Of(key.Select((value, i) => table.Key[i].Canonical(value)).ToArray());
        return new StoredRow(key, name, values);
    }

    private void AddKey(DbCommand command, IEnumerable<object> stored)
    {
        foreach (var (value, i) in stored.Select((value, i) => (value, i)))
        {
            var parameter = table.Key[i].Parameter(command, $"@k{i}");
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }
    }

    private DbCommand Swap(int[] columns, IDbContextTransaction transaction)
    {
        var command = context.Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction.GetDbTransaction();
        command.CommandText = table.CompareAndSwap(columns);
        for (var i = 0; i < table.Key.Count; i++)
            command.Parameters.Add(table.Key[i].Parameter(command, $"@k{i}"));
        for (var i = 0; i < columns.Length; i++)
        {
            command.AddBinary($"@n{i}");
            command.AddBinary($"@o{i}");
        }

        return command;
    }

    private async Task<int> SwapAsync(DbCommand command, StoredRow row, int[] columns, CancellationToken cancellationToken)
    {
        var keys = table.Key.Count;
        for (var i = 0; i < keys; i++)
            command.Parameters[i].Value = row.Key[i];
        for (var i = 0; i < columns.Length; i++)
        {
            command.Parameters[keys + (2 * i)].Value = row.Replacements[columns[i]];
            command.Parameters[keys + (2 * i) + 1].Value = row.Values[columns[i]];
        }

        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}

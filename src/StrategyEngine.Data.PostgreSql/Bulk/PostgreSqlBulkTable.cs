using System.Data.Common;

using Npgsql;

using NpgsqlTypes;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.Bulk;

/// <summary>Many rows of one table, sent as one array for each column: it needs rights on rows only.</summary>
internal sealed class PostgreSqlBulkTable : BulkTable
{
    private readonly BulkTarget _target;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction? _transaction;
    private readonly NpgsqlDbType[] _types;

    private PostgreSqlBulkTable(BulkTarget target, NpgsqlConnection connection, NpgsqlTransaction? transaction, NpgsqlDbType[] types)
    {
        _target = target;
        _connection = connection;
        _transaction = transaction;
        _types = types;
    }

    /// <summary>Opens it; null if a column is of a type that has no array, or is an array itself.</summary>
    public static PostgreSqlBulkTable? Open(BulkTarget target, NpgsqlConnection connection, NpgsqlTransaction? transaction)
    {
        var types = new NpgsqlDbType[target.Columns.Count];
        using var command = connection.CreateCommand();
        for (var i = 0; i < types.Length; i++)
        {
            var column = target.Columns[i];
            types[i] = ((NpgsqlParameter)column.Mapping.CreateParameter(command, "c", null, nullable: true)).NpgsqlDbType;
            if (types[i] == NpgsqlDbType.Unknown
                || (types[i] & (NpgsqlDbType.Array | NpgsqlDbType.Range | NpgsqlDbType.Multirange)) != 0
                || (column.Type.IsArray && column.Type != typeof(byte[])))
            {
                return null;
            }
        }

        return new PostgreSqlBulkTable(target, connection, transaction, types);
    }

    public override async Task<IReadOnlyList<int>> InsertMissingAsync(
        IReadOnlyList<object?[]> rows, CancellationToken cancellationToken = default)
    {
        var known = new List<int>();
        await ReadAsync(
            PostgreSqlBulkSql.InsertMissing(_target),
            Enumerable.Range(0, _types.Length),
            rows,
            reader => known.Add((int)reader.GetInt64(0) - 1),
            cancellationToken).ConfigureAwait(false);
        return known;
    }

    public override Task ReadAsync(
        IReadOnlyList<object?[]> rows, Action<DbDataReader> read, CancellationToken cancellationToken = default) =>
        ReadAsync(PostgreSqlBulkSql.Select(_target), Enumerable.Range(0, _target.KeyLength), rows, read, cancellationToken);

    public override async Task UpdateAsync(IReadOnlyList<object?[]> rows, CancellationToken cancellationToken = default)
    {
        var updated = Enumerable.Range(0, _types.Length).Where(i => _target.Columns[i].IsUpdated).ToList();
        var command = Command(PostgreSqlBulkSql.Update(_target, updated), Enumerable.Range(0, _target.KeyLength).Concat(updated), rows);
        await using (command.ConfigureAwait(false))
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task ReadAsync(
        string sql,
        IEnumerable<int> ordinals,
        IReadOnlyList<object?[]> rows,
        Action<DbDataReader> read,
        CancellationToken cancellationToken)
    {
        var command = Command(sql, ordinals, rows);
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

    private NpgsqlCommand Command(string sql, IEnumerable<int> ordinals, IReadOnlyList<object?[]> rows)
    {
#pragma warning disable CA2100 // Names of the model, quoted.
        var command = new NpgsqlCommand(sql, _connection, _transaction);
#pragma warning restore CA2100
        foreach (var ordinal in ordinals)
            command.Parameters.AddWithValue($"c{ordinal}", NpgsqlDbType.Array | _types[ordinal], Values(ordinal, rows));
        return command;
    }

    private Array Values(int ordinal, IReadOnlyList<object?[]> rows)
    {
        var type = _target.Columns[ordinal].Type;
        var values = Array.CreateInstance(
            type.IsValueType && _target.Columns[ordinal].IsNullable ? typeof(Nullable<>).MakeGenericType(type) : type, rows.Count);
        for (var i = 0; i < rows.Count; i++)
            values.SetValue(rows[i][ordinal], i);
        return values;
    }
}

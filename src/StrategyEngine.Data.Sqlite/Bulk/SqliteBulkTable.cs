using System.Data.Common;

using Microsoft.Data.Sqlite;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.Bulk;

/// <summary>Many rows of one table, by prepared statements of many rows in the order of the key.</summary>
/// <remarks>Works synchronously, as SQLite does. The transaction was begun IMMEDIATE, so that nobody else writes meanwhile.</remarks>
internal sealed class SqliteBulkTable(BulkTarget target, SqliteConnection connection) : BulkTable
{
    private const int ParametersPerStatement = 1_000, KeysPerSelect = 250;

    private readonly int _rowsPerStatement = Math.Max(1, ParametersPerStatement / target.Columns.Count);
    private readonly List<SqliteBulkStatement> _statements = [];
    private SqliteBulkStatement? _insertMany;
    private SqliteBulkStatement? _insertOne;

    /// <summary>Whether its columns are all of types that can be bound.</summary>
    public static bool CanCarry(BulkTarget target) => target.Columns.All(column => SqliteBulkStatement.CanBind(column.Type));

    public override Task<IReadOnlyList<int>> InsertMissingAsync(
        IReadOnlyList<object?[]> rows, CancellationToken cancellationToken = default)
    {
        var known = new List<int>();
        var position = 0;
        for (; position + _rowsPerStatement <= rows.Count && _rowsPerStatement > 1; position += _rowsPerStatement)
        {
            cancellationToken.ThrowIfCancellationRequested();
            connection.Run(SqliteBulkSql.Mark);
            var inserted = InsertMany(rows, position);
            if (inserted != _rowsPerStatement && inserted != 0)
            {
                // A statement tells how many of its rows were there, not which.
                connection.Run(SqliteBulkSql.Undo);
                for (var i = position; i < position + _rowsPerStatement; i++)
                    InsertOne(rows, i, known);
                continue;
            }

            connection.Run(SqliteBulkSql.Keep);
            if (inserted == 0)
                known.AddRange(Enumerable.Range(position, _rowsPerStatement));
        }

        for (; position < rows.Count; position++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            InsertOne(rows, position, known);
        }

        return Task.FromResult<IReadOnlyList<int>>(known);
    }

    public override Task ReadAsync(IReadOnlyList<object?[]> rows, Action<DbDataReader> read, CancellationToken cancellationToken = default)
    {
        for (var position = 0; position < rows.Count; position += KeysPerSelect)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(KeysPerSelect, rows.Count - position);
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of the model, quoted.
            command.CommandText = SqliteBulkSql.Select(target, count);
#pragma warning restore CA2100
            for (var i = 0; i < count * target.KeyLength; i++)
                command.Parameters.AddWithValue($"@p{i}", rows[position + (i / target.KeyLength)][i % target.KeyLength]);
            using var reader = command.ExecuteReader();
            while (reader.Read())
                read(reader);
        }

        return Task.CompletedTask;
    }

    public override Task UpdateAsync(IReadOnlyList<object?[]> rows, CancellationToken cancellationToken = default)
    {
        int[] updated = [.. Enumerable.Range(0, target.Columns.Count).Where(i => target.Columns[i].IsUpdated)];
        var update = Prepare(SqliteBulkSql.Update(target, Array.ConvertAll(updated, i => target.Columns[i])));
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < updated.Length; i++)
                update.Bind(i + 1, row[updated[i]]);
            for (var i = 0; i < target.KeyLength; i++)
                update.Bind(updated.Length + i + 1, row[i]);
            update.Execute();
        }

        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        foreach (var statement in _statements)
            statement.Dispose();
        return base.DisposeAsync();
    }

    private int InsertMany(IReadOnlyList<object?[]> rows, int position)
    {
        _insertMany ??= Prepare(SqliteBulkSql.Insert(target, _rowsPerStatement));
        var parameter = 1;
        for (var i = position; i < position + _rowsPerStatement; i++)
        {
            foreach (var value in rows[i])
                _insertMany.Bind(parameter++, value);
        }

        return _insertMany.Execute();
    }

    private void InsertOne(IReadOnlyList<object?[]> rows, int position, List<int> known)
    {
        _insertOne ??= Prepare(SqliteBulkSql.Insert(target, 1));
        for (var i = 0; i < rows[position].Length; i++)
            _insertOne.Bind(i + 1, rows[position][i]);
        if (_insertOne.Execute() == 0)
            known.Add(position);
    }

    private SqliteBulkStatement Prepare(string sql)
    {
        var statement = new SqliteBulkStatement(connection.Handle!, sql);
        _statements.Add(statement);
        return statement;
    }
}

using Microsoft.Data.Sqlite;

namespace StrategyEngine.Data.Benchmarks.Sessions;

/// <summary>One statement, prepared once, on a connection of its own that stays open; each execution commits by itself.</summary>
internal sealed class PreparedWrite : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _command;

    public PreparedWrite(SessionWriteFile file, string sql, params string[] parameters)
    {
        _connection = file.Open();
        _command = _connection.CreateCommand();
        _command.CommandText = sql;
        foreach (var name in parameters)
            _command.Parameters.Add(new SqliteParameter { ParameterName = name });
    }

    public int Execute(params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
            _command.Parameters[i].Value = values[i];
        return _command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _command.Dispose();
        _connection.Dispose();
    }
}

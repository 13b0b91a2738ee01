using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

using Microsoft.Data.SqlClient;

namespace StrategyEngine.Data.SqlServer.Tests.Statements;

/// <summary>A command with the parameters of SqlClient, which is noted instead of run.</summary>
internal sealed class RecordingCommand(RecordingConnection connection, List<string> statements, Func<DbCommand, DataTable?>? answer)
    : DbCommand
{
    private readonly SqlCommand _command = new();

    [AllowNull]
    public override string CommandText
    {
        get => _command.CommandText;
        set => _command.CommandText = value;
    }

    public override int CommandTimeout { get; set; }

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get; set; } = connection;

    protected override DbTransaction? DbTransaction { get; set; }

    protected override DbParameterCollection DbParameterCollection => _command.Parameters;

    public override void Cancel()
    {
    }

    public override void Prepare()
    {
    }

    public override int ExecuteNonQuery()
    {
        Note();
        answer?.Invoke(this);
        return 0;
    }

    public override object? ExecuteScalar()
    {
        Note();
        return answer?.Invoke(this) is { Rows: [var row, ..] } ? row[0] : 0;
    }

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
    {
        Note();
        using var nothing = new DataTable();
        return (answer?.Invoke(this) ?? nothing).CreateDataReader();
    }

    protected override DbParameter CreateDbParameter() => _command.CreateParameter();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _command.Dispose();
        base.Dispose(disposing);
    }

    private void Note()
    {
        lock (statements)
            statements.Add(CommandText);
    }
}

using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace StrategyEngine.Data.SqlServer.Tests.Statements;

/// <summary>
/// A connection to no server: it notes every statement, and answers that nothing was found unless it is told what to answer.
/// </summary>
/// <param name="statements">Where to note the statements.</param>
/// <param name="answer">Gives the rows that a statement is answered with, or null for none; the begin and the end of transactions are
/// statements as well, then.</param>
internal sealed class RecordingConnection(List<string> statements, Func<DbCommand, DataTable?>? answer = null) : DbConnection
{
    private ConnectionState _state;

    [AllowNull]
    public override string ConnectionString { get; set; } = "Server=offline;Database=trading";

    public override string Database => "trading";

    public override string DataSource => "offline";

    public override string ServerVersion => "16.00.0000";

    public override ConnectionState State => _state;

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    public override void Open() => _state = ConnectionState.Open;

    public override void Close() => _state = ConnectionState.Closed;

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel)
    {
        Note("BEGIN TRANSACTION");
        return new Transaction(this, isolationLevel);
    }

    protected override DbCommand CreateDbCommand() => new RecordingCommand(this, statements, answer);

    private void Note(string statement)
    {
        if (answer is not null)
            statements.Add(statement);
    }

    private sealed class Transaction(RecordingConnection connection, IsolationLevel isolationLevel) : DbTransaction
    {
        private RecordingConnection? _connection = connection;

        public override IsolationLevel IsolationLevel => isolationLevel;

        protected override DbConnection? DbConnection => _connection;

        public override void Commit() => End("COMMIT TRANSACTION");

        public override void Rollback() => End("ROLLBACK TRANSACTION");

        private void End(string statement)
        {
            _connection!.Note(statement);
            _connection = null;
        }
    }
}

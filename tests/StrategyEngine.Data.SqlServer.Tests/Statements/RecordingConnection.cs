using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace StrategyEngine.Data.SqlServer.Tests.Statements;

/// <summary>A connection to no server: it notes every statement, and answers that nothing was found.</summary>
internal sealed class RecordingConnection(List<string> statements) : DbConnection
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

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => new Transaction(this, isolationLevel);

    protected override DbCommand CreateDbCommand() => new RecordingCommand(this, statements);

    private sealed class Transaction(RecordingConnection connection, IsolationLevel isolationLevel) : DbTransaction
    {
        public override IsolationLevel IsolationLevel => isolationLevel;

        protected override DbConnection DbConnection => connection;

        public override void Commit()
        {
        }

        public override void Rollback()
        {
        }
    }
}

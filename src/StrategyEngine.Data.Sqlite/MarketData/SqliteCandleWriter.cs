using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.MarketData;

/// <summary>The one connection through which a process writes candles, with its prepared statements.</summary>
/// <remarks>
/// Not thread-safe. It commits with <c>synchronous=NORMAL</c>: after a power failure the last batches may be missing, never torn;
/// a killed process loses nothing it committed.
/// </remarks>
internal sealed class SqliteCandleWriter : IDisposable
{
    private const int RowsPerStatement = 50;

    /// <summary>How long one attempt waits for a lock, so that a cancellation is noticed in between.</summary>
    private static readonly TimeSpan BusyTurn = TimeSpan.FromMilliseconds(100);

    private static readonly string InsertManySql = SqliteCandleSql.Insert(RowsPerStatement);
    private static readonly string UpsertManySql = SqliteCandleSql.Upsert(RowsPerStatement);
    private static readonly string InsertOneSql = SqliteCandleSql.Insert(1);
    private static readonly string UpsertOneSql = SqliteCandleSql.Upsert(1);

    private readonly SqliteConnection _connection;
    private readonly sqlite3 _database;
    private readonly TimeSpan _busyTimeout;
    private readonly List<SqliteStatement> _statements = [];
    private SqliteStatement? _insertMany;
    private SqliteStatement? _upsertMany;
    private SqliteStatement? _insertOne;
    private SqliteStatement? _upsertOne;

    private SqliteCandleWriter(SqliteConnection connection, TimeSpan busyTimeout)
    {
        _connection = connection;
        _database = connection.Handle!;
        _busyTimeout = busyTimeout;
    }

    public static SqliteCandleWriter Open(string connectionString, CancellationToken cancellationToken)
    {
        var settings = new SqliteConnectionStringBuilder(connectionString) { Pooling = false };
        var connection = SqliteCandleConnection.Open(settings.ConnectionString, BusyTurn);
        var writer = new SqliteCandleWriter(connection, TimeSpan.FromSeconds(settings.DefaultTimeout));
        try
        {
            writer.RunWhenFree("PRAGMA journal_mode = WAL", cancellationToken);
            writer.RunWhenFree("PRAGMA synchronous = NORMAL", cancellationToken);
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    public CandleTableChanges Write(
        Guid assetId, Timeframe timeframe, ReadOnlySpan<CandleRow> rows, Span<bool> changed, CancellationToken cancellationToken)
    {
        // IMMEDIATE, because a deferred transaction that meets another writer's commit cannot be retried.
        RunWhenFree("BEGIN IMMEDIATE", cancellationToken);
        try
        {
            var changes = WriteRows(assetId, timeframe, rows, changed, cancellationToken);
            RunWhenFree("COMMIT", CancellationToken.None);
            return changes;
        }
        catch
        {
            // SQLite rolls back by itself on some errors; then this has nothing to do.
            if (raw.sqlite3_get_autocommit(_database) == 0)
                raw.sqlite3_exec(_database, "ROLLBACK");

            throw;
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements)
            statement.Dispose();

        _connection.Dispose();
    }

    private CandleTableChanges WriteRows(
        Guid assetId, Timeframe timeframe, ReadOnlySpan<CandleRow> rows, Span<bool> changed, CancellationToken cancellationToken)
    {
        var inserted = 0;
        var updated = 0;
        var position = 0;

        // Statements of many rows tell only how many of them changed, so single ones run where the caller wants to know which.
        if (changed.IsEmpty && rows.Length >= RowsPerStatement)
        {
            _insertMany ??= Prepare(InsertManySql);
            _upsertMany ??= Prepare(UpsertManySql);
            _insertMany.BindSeries(assetId, timeframe);
            _upsertMany.BindSeries(assetId, timeframe);
            for (; position + RowsPerStatement <= rows.Length; position += RowsPerStatement)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var chunk = rows.Slice(position, RowsPerStatement);
                var newRows = Execute(_insertMany, chunk);
                inserted += newRows;
                if (newRows < RowsPerStatement)
                    updated += Execute(_upsertMany, chunk);
            }
        }

        if (position == rows.Length)
            return new CandleTableChanges(inserted, updated);

        _insertOne ??= Prepare(InsertOneSql);
        _upsertOne ??= Prepare(UpsertOneSql);
        _insertOne.BindSeries(assetId, timeframe);
        _upsertOne.BindSeries(assetId, timeframe);
        for (; position < rows.Length; position++)
        {
            var row = rows.Slice(position, 1);
            var isNew = Execute(_insertOne, row);
            var isUpdate = isNew == 0 ? Execute(_upsertOne, row) : 0;
            inserted += isNew;
            updated += isUpdate;
            if (!changed.IsEmpty)
                changed[position] = isNew + isUpdate > 0;
        }

        return new CandleTableChanges(inserted, updated);
    }

    private static int Execute(SqliteStatement statement, ReadOnlySpan<CandleRow> rows)
    {
        for (var i = 0; i < rows.Length; i++)
            statement.Bind(3 + (i * SqliteCandleSql.ParametersPerRow), in rows[i]);

        return statement.Execute();
    }

    private SqliteStatement Prepare(string sql)
    {
        var statement = new SqliteStatement(_database, sql);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Waits for a lock in short turns, so that a cancellation is noticed.</summary>
    private void RunWhenFree(string sql, CancellationToken cancellationToken)
    {
        // A lock is held in real time, whatever clock the application runs by.
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var resultCode = raw.sqlite3_exec(_database, sql);
            if (resultCode == raw.SQLITE_OK)
                return;

            if ((resultCode & 0xFF) != raw.SQLITE_BUSY || Stopwatch.GetElapsedTime(started) >= _busyTimeout)
                throw SqliteCandleErrors.Create(resultCode, _database);

            // A change of the journal mode is refused at once, without the busy timeout.
            cancellationToken.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(5));
        }
    }
}

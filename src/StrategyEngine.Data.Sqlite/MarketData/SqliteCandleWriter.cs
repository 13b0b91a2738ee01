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

    private const int RowsPerLateRow = 11;

    /// <summary>How long one attempt waits for a lock, so that a cancellation is noticed in between.</summary>
    private static readonly TimeSpan BusyTurn = TimeSpan.FromMilliseconds(100);

    private static readonly string UpsertManySql = SqliteCandleSql.Upsert(RowsPerStatement);
    private static readonly string UpsertOneSql = SqliteCandleSql.Upsert(1);

    private readonly SqliteConnection _connection;
    private readonly sqlite3 _database;
    private readonly TimeSpan _busyTimeout;
    private readonly List<SqliteStatement> _statements = [];
    private readonly SqliteCoverage _coverage;
    private SqliteStatement? _upsertMany;
    private SqliteStatement? _upsertOne;
    private SqliteCandleStates? _states;

    private SqliteCandleWriter(SqliteConnection connection, TimeSpan busyTimeout)
    {
        _connection = connection;
        _database = connection.Handle!;
        _busyTimeout = busyTimeout;
        _coverage = new SqliteCoverage(_database);
    }

    public static SqliteCandleWriter Open(string connectionString, CancellationToken cancellationToken)
    {
        var settings = new SqliteConnectionStringBuilder(connectionString) { Pooling = false };
        var connection = SqliteCandleConnection.Open(settings.ConnectionString, BusyTurn);
        var writer = new SqliteCandleWriter(connection, SqliteCandleConnection.BusyTimeout(connectionString));
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

    public CandleTableChanges Write(CandleWrite write, CancellationToken cancellationToken) => InTransaction(
        () =>
        {
            var changes = WriteRows(write, cancellationToken);
            _coverage.Record(write);
            return changes;
        },
        cancellationToken);

    public void Change(
        CandleRange range, Func<CandleSlice, IReadOnlyList<CandleCoverageBlock>?> change, CancellationToken cancellationToken) =>
        InTransaction(
        () =>
        {
            if (change(SqliteCoverage.ReadSlice(_database, range)) is { } made)
                SqliteCoverage.Apply(_database, range, made);
            return true;
        },
        cancellationToken);

    public int Remove(
        CandleRange range, Func<IReadOnlyList<CandleCoverageBlock>, IReadOnlyList<CandleCoverageBlock>> change,
        CancellationToken cancellationToken) => InTransaction(
        () =>
        {
            SqliteCoverage.Apply(_database, range, change(SqliteCoverage.Read(_database, range, int.MaxValue)));
            return SqliteCoverage.Delete(_database, range);
        },
        cancellationToken);

    public void Dispose()
    {
        _coverage.Dispose();
        _states?.Dispose();
        foreach (var statement in _statements)
            statement.Dispose();

        _connection.Dispose();
    }

    private T InTransaction<T>(Func<T> work, CancellationToken cancellationToken)
    {
        // IMMEDIATE, because a deferred transaction that meets another writer's commit cannot be retried.
        RunWhenFree("BEGIN IMMEDIATE", cancellationToken);
        try
        {
            var result = work();
            RunWhenFree("COMMIT", CancellationToken.None);
            return result;
        }
        catch
        {
            // SQLite rolls back by itself on some errors; then this has nothing to do.
            if (raw.sqlite3_get_autocommit(_database) == 0)
                raw.sqlite3_exec(_database, "ROLLBACK");

            throw;
        }
    }

    private CandleTableChanges WriteRows(CandleWrite write, CancellationToken cancellationToken)
    {
        var rows = write.Rows.Span;
        var changed = write.Changed;
        if (rows.IsEmpty)
            return default;
        _upsertMany ??= Prepare(UpsertManySql);
        _upsertOne ??= Prepare(UpsertOneSql);
        _upsertMany.BindSeries(write.AssetId, write.Timeframe);
        _upsertOne.BindSeries(write.AssetId, write.Timeframe);
        _states ??= new SqliteCandleStates(_database);
        _states.BindSeries(write.AssetId, write.Timeframe);
        return _states.Any(rows[0].OpenTime, rows[^1].OpenTime)
            ? Merge(rows, changed, cancellationToken)
            : Append(rows, changed, cancellationToken);
    }

    /// <summary>Writes rows to where some are stored.</summary>
    private CandleTableChanges Merge(ReadOnlySpan<CandleRow> rows, Span<bool> changed, CancellationToken cancellationToken)
    {
        var (inserted, updated) = (0, 0);
        for (var start = 0; start < rows.Length; start += RowsPerStatement)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var length = Math.Min(RowsPerStatement, rows.Length - start);
            var chunk = rows.Slice(start, length);
            var marks = changed.Slice(start, length);
            var changes = _states!.Compare(chunk, marks);
            Upsert(chunk, marks);
            inserted += changes.Inserted;
            updated += changes.Updated;
        }

        return new CandleTableChanges(inserted, updated);
    }

    /// <summary>Writes rows to where none is stored.</summary>
    /// <remarks>
    /// In ascending order alone SQLite leaves an eighth of every page of a WITHOUT ROWID table empty, because it shares what overflows
    /// among the neighbours of the last page (<c>balance_nonroot</c>). One row in eleven, written after the others, fills that room.
    /// </remarks>
    private CandleTableChanges Append(ReadOnlySpan<CandleRow> rows, Span<bool> changed, CancellationToken cancellationToken)
    {
        Span<int> bound = stackalloc int[RowsPerStatement];
        var count = 0;
        foreach (var late in (ReadOnlySpan<bool>)[false, true])
        {
            for (var i = 0; i < rows.Length; i++)
            {
                if (i % RowsPerLateRow == RowsPerLateRow - 1 != late)
                    continue;
                _upsertMany!.Bind(3 + (count * SqliteCandleSql.ParametersPerRow), in rows[i]);
                bound[count++] = i;
                if (count < RowsPerStatement)
                    continue;
                cancellationToken.ThrowIfCancellationRequested();
                _upsertMany.Execute();
                count = 0;
            }
        }

        foreach (var i in bound[..count])
            UpsertOne(in rows[i]);
        changed.Fill(true);
        return new CandleTableChanges(rows.Length, 0);
    }

    private void Upsert(ReadOnlySpan<CandleRow> rows, ReadOnlySpan<bool> marks)
    {
        if (rows.Length == RowsPerStatement && !marks.Contains(false))
        {
            for (var i = 0; i < rows.Length; i++)
                _upsertMany!.Bind(3 + (i * SqliteCandleSql.ParametersPerRow), in rows[i]);
            _upsertMany!.Execute();
            return;
        }

        for (var i = 0; i < rows.Length; i++)
        {
            if (marks[i])
                UpsertOne(in rows[i]);
        }
    }

    private void UpsertOne(in CandleRow row)
    {
        _upsertOne!.Bind(3, in row);
        _upsertOne!.Execute();
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

using System.Runtime.CompilerServices;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.MarketData;

/// <summary>The candle table in a SQLite file, reached through SQLitePCLRaw.</summary>
/// <remarks>
/// Thread-safe. Writes take turns on one connection of their own; reads use pooled connections, which WAL lets run beside the writer.
/// SQLite works synchronously, so every piece of work runs on the thread pool.
/// </remarks>
internal sealed class SqliteCandleTable : CandleTable
{
    private const int RowsPerRead = 2048;

    private readonly string _connectionString;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private SqliteCandleWriter? _writer;
    private bool _disposed;

    public SqliteCandleTable(string connectionString) => _connectionString = connectionString;

    public override Task<CandleTableChanges> UpsertAsync(CandleWrite write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        return WriteAsync(writer => writer.Write(write, cancellationToken), cancellationToken);
    }

    public override Task ChangeSliceAsync(
        CandleRange range, Func<CandleSlice, IReadOnlyList<CandleCoverageBlock>?> change, CancellationToken cancellationToken = default) =>
        WriteAsync(
        writer =>
        {
            writer.Change(range, change, cancellationToken);
            return true;
        },
        cancellationToken);

    public override Task<int> RemoveSliceAsync(
        CandleRange range, Func<IReadOnlyList<CandleCoverageBlock>, IReadOnlyList<CandleCoverageBlock>> change,
        CancellationToken cancellationToken = default) =>
        WriteAsync(writer => writer.Remove(range, change, cancellationToken), cancellationToken);

    public override Task<long?> FindFirstAsync(CandleRange range, CancellationToken cancellationToken = default) => Task.Run(
        () =>
        {
            using var reader = SqliteCandleReader.Open(
                _connectionString, SqliteCandleSql.SelectFirst, range.AssetId, range.Timeframe, range.From, range.To);
            return reader.ReadInt64();
        },
        cancellationToken);

    public override Task<CandleSlice> ReadSliceAsync(CandleRange range, CancellationToken cancellationToken = default) => Task.Run(
        () => SqliteSliceReader.Read(_connectionString, range), cancellationToken);

    public override Task<IReadOnlyList<CandleCoverageBlock>> ReadCoverageAsync(
        CandleRange range, int count, CancellationToken cancellationToken = default) => Task.Run(
        () => SqliteSliceReader.ReadCoverage(_connectionString, range, count), cancellationToken);

    public override async IAsyncEnumerable<CandleRow> ReadAsync(
        Guid assetId,
        Timeframe timeframe,
        long fromOpenTime,
        long toOpenTime,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var reader = await Task.Run(
            () => SqliteCandleReader.Open(_connectionString, SqliteCandleSql.SelectRange, assetId, timeframe, fromOpenTime, toOpenTime),
            cancellationToken).ConfigureAwait(false);
        var buffer = new CandleRow[RowsPerRead];
        int count;
        do
        {
            count = await Task.Run(() => reader.Read(buffer), cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < count; i++)
                yield return buffer[i];
        }
        while (count == buffer.Length);
    }

    public override Task<IReadOnlyList<CandleRow>> ReadFirstAsync(
        Guid assetId, Timeframe timeframe, int count, long fromOpenTime, CancellationToken cancellationToken = default) =>
        Task.Run<IReadOnlyList<CandleRow>>(
        () => ReadRows(SqliteCandleSql.SelectEarliest, assetId, timeframe, fromOpenTime, count), cancellationToken);

    public override Task<IReadOnlyList<CandleRow>> ReadLatestAsync(
        Guid assetId, Timeframe timeframe, int count, long beforeOpenTime, CancellationToken cancellationToken = default) =>
        Task.Run<IReadOnlyList<CandleRow>>(
        () =>
        {
            var rows = ReadRows(SqliteCandleSql.SelectLatest, assetId, timeframe, beforeOpenTime, count);
            rows.Reverse();
            return rows;
        },
        cancellationToken);

    public override Task<long> CountAsync(
        Guid assetId, Timeframe timeframe, long fromOpenTime, long toOpenTime, CancellationToken cancellationToken = default) => Task.Run(
        () =>
        {
            using var reader = SqliteCandleReader.Open(
                _connectionString, SqliteCandleSql.Count, assetId, timeframe, fromOpenTime, toOpenTime);
            return reader.ReadInt64() ?? 0;
        },
        cancellationToken);

    public override void ReleaseConnections()
    {
        _turn.Wait();
        _writer?.Dispose();
        _writer = null;
        _turn.Release();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _disposed = true;
            ReleaseConnections();
        }

        base.Dispose(disposing);
    }

    private List<CandleRow> ReadRows(string sql, Guid assetId, Timeframe timeframe, long openTime, int count)
    {
        using var reader = SqliteCandleReader.Open(_connectionString, sql, assetId, timeframe, openTime, count);
        var rows = new List<CandleRow>();
        while (reader.TryRead(out var row))
            rows.Add(row);
        return rows;
    }

    private async Task<T> WriteAsync<T>(Func<SqliteCandleWriter, T> write, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return await Task.Run(() => write(_writer ??= SqliteCandleWriter.Open(_connectionString, cancellationToken)), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (CandleTableException exception) when (!exception.IsTransient)
        {
            // Whatever is wrong with it, the next call begins with a connection that is not.
            _writer?.Dispose();
            _writer = null;
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }
}

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Benchmarks.Candles.Reading;

/// <summary>EF Core without tracking, streaming or as a list, compiled or not, as entities or as the rows alone.</summary>
internal sealed class EntityFrameworkRead : ReadContender
{
    private static readonly Func<PlainCandleContext, byte[], string, long, long, IEnumerable<PlainCandle>> Compiled = EF.CompileQuery(
        (PlainCandleContext context, byte[] assetId, string timeframe, long from, long to) => context.Candles
            .Where(candle => candle.AssetId == assetId && candle.Timeframe == timeframe && candle.OpenTime >= from && candle.OpenTime < to)
            .OrderBy(candle => candle.OpenTime)
            .AsNoTracking());

    private static readonly Func<PlainCandleContext, byte[], string, long, long,
        IAsyncEnumerable<PlainCandle>> CompiledAsync = EF.CompileAsyncQuery(
        (PlainCandleContext context, byte[] assetId, string timeframe, long from, long to) => context.Candles
            .Where(candle => candle.AssetId == assetId && candle.Timeframe == timeframe && candle.OpenTime >= from && candle.OpenTime < to)
            .OrderBy(candle => candle.OpenTime)
            .AsNoTracking());

    private static readonly Func<PlainCandleContext, byte[], string, long, long, IEnumerable<CandleRow>> CompiledRows = EF.CompileQuery(
        (PlainCandleContext context, byte[] assetId, string timeframe, long from, long to) => context.Candles
            .Where(candle => candle.AssetId == assetId && candle.Timeframe == timeframe && candle.OpenTime >= from && candle.OpenTime < to)
            .OrderBy(candle => candle.OpenTime)
            .AsNoTracking()
            .Select(
                candle => new CandleRow(
                    candle.OpenTime, candle.Open, candle.High, candle.Low, candle.Close, candle.Volume, candle.Closed, candle.Revision)));

    private readonly EntityFrameworkReadForm _form;
    private readonly SqliteConnection _connection;
    private readonly byte[] _assetId = CandleSeries.AssetId.ToByteArray(bigEndian: true);
    private readonly long _from;
    private readonly long _to;

    public EntityFrameworkRead(CandleRange range, EntityFrameworkReadForm form)
        : base($"AsNoTracking, {form}", range)
    {
        _form = form;
        _connection = range.File.Open();
        (_from, _to) = (range.From.ToUnixTimeMilliseconds(), range.To.ToUnixTimeMilliseconds());
    }

    public override async Task RunAsync()
    {
        await using var context = new PlainCandleContext(_connection, batchSize: 1);
        var timeframe = CandleSeries.Timeframe.Code;
        switch (_form)
        {
            case EntityFrameworkReadForm.List:
                foreach (var candle in await Query(context, timeframe).ToListAsync())
                    Take(Row(candle));
                break;
            case EntityFrameworkReadForm.Stream:
                foreach (var candle in Query(context, timeframe))
                    Take(Row(candle));
                break;
            case EntityFrameworkReadForm.CompiledStream:
                foreach (var candle in Compiled(context, _assetId, timeframe, _from, _to))
                    Take(Row(candle));
                break;
            case EntityFrameworkReadForm.CompiledAsyncStream:
                await foreach (var candle in CompiledAsync(context, _assetId, timeframe, _from, _to))
                    Take(Row(candle));
                break;
            default:
                foreach (var row in CompiledRows(context, _assetId, timeframe, _from, _to))
                    Take(row);
                break;
        }
    }

    public override ValueTask DisposeAsync()
    {
        _connection.Dispose();
        return base.DisposeAsync();
    }

    private static CandleRow Row(PlainCandle candle) =>
        new(candle.OpenTime, candle.Open, candle.High, candle.Low, candle.Close, candle.Volume, candle.Closed, candle.Revision);

    private IQueryable<PlainCandle> Query(PlainCandleContext context, string timeframe) => context.Candles
        .Where(candle => candle.AssetId == _assetId && candle.Timeframe == timeframe && candle.OpenTime >= _from && candle.OpenTime < _to)
        .OrderBy(candle => candle.OpenTime)
        .AsNoTracking();
}

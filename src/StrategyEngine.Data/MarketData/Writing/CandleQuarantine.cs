using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.MarketData;

/// <summary>Keeps refused candles, each once. Thread-safe.</summary>
internal sealed class CandleQuarantine(TradingDatabase database)
{
    private readonly BulkWriter _writer = database.Bulk;

    public TradingDatabase Database => database;

    /// <summary>Keeps refused candles of one series.</summary>
    /// <exception cref="CandleTableException">The database refused or failed the write.</exception>
    public async Task AddAsync(Guid assetId, Timeframe timeframe, IEnumerable<RefusedCandle> refused, CancellationToken cancellationToken)
    {
        var now = database.TimeProvider.GetUtcNow();
        var candles = refused.Select(candle => Of(assetId, timeframe, candle, now));
        try
        {
            await _writer.InsertMissingAsync(candles, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateException exception)
        {
            var kind = database.Provider.Classify(exception).Kind;
            throw CandleTableException.Of(
                kind, database.Provider.RemedyFor(kind), "Grant it SELECT and INSERT on candle_quarantine.", exception);
        }
    }

    private static QuarantinedCandle Of(Guid assetId, Timeframe timeframe, RefusedCandle refused, DateTimeOffset now)
    {
        var row = refused.Row;
        return new QuarantinedCandle
        {
            Id = IdOf(assetId, timeframe, refused),
            AssetId = assetId,
            Timeframe = timeframe,
            OpenTime = row.OpenTime,
            Open = Text(row.Open),
            High = Text(row.High),
            Low = Text(row.Low),
            Close = Text(row.Close),
            Volume = Text(row.Volume),
            QuoteVolume = row.QuoteVolume is { } quoteVolume ? Text(quoteVolume) : null,
            TradeCount = row.TradeCount,
            Closed = row.Closed,
            Revision = row.Revision,
            Field = refused.Field,
            Reason = refused.Reason,
            RefusedAt = now,
        };
    }

    // A UUID of version 8 (RFC 9562, section 5.8).
    private static Guid IdOf(Guid assetId, Timeframe timeframe, RefusedCandle refused)
    {
        var row = refused.Row;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{assetId:N} {timeframe.Code} {row.OpenTime} {row.Open} {row.High} {row.Low} {row.Close} {row.Volume} {row.Closed} "
            + $"{row.Revision} {row.QuoteVolume} {row.TradeCount} {refused.Field} {refused.Reason}");
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(id, XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(text)));
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}

using System.Diagnostics;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Performance;

/// <summary>Rates of one pair of currencies, both ways, by the stored candles of an asset.</summary>
/// <remarks>
/// The rate as of an instant is the close of the last candle that is closed and had ended by then; the one that is under way then is never
/// read, not even its open. Thread-safe.
/// </remarks>
[DebuggerDisplay("CandleRates of {_base,nq} in {_quote,nq}")]
public sealed class CandleRates : ICurrencyRates
{
    // A candle that has ended and is not closed yet is rare; behind so many of them the series is broken.
    private const int Looked = 16;

    private readonly CandleStore _store;
    private readonly Guid _assetId;
    private readonly Timeframe _timeframe;
    private readonly Currency _base;
    private readonly Currency _quote;
    private readonly TimeSpan? _oldest;

    /// <summary>Takes the asset whose price is the rate. Nothing is read before the first question.</summary>
    /// <param name="store">The candles.</param>
    /// <param name="assetId">The asset, such as BTCUSDT.</param>
    /// <param name="timeframe">The timeframe that is stored of it.</param>
    /// <param name="baseCurrency">What its price is the price of, such as BTC.</param>
    /// <param name="quoteCurrency">What its price is in, such as USDT.</param>
    /// <param name="oldest">How long ago the candle may have ended, above zero; null for any time.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="oldest"/> is not above zero.</exception>
    public CandleRates(
        CandleStore store, Guid assetId, Timeframe timeframe, Currency baseCurrency, Currency quoteCurrency, TimeSpan? oldest = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(timeframe);
        if (oldest <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(oldest), oldest, "The age of a candle is above zero.");
        (_store, _assetId, _timeframe, _base, _quote, _oldest) = (store, assetId, timeframe, baseCurrency, quoteCurrency, oldest);
    }

    /// <inheritdoc/>
    /// <exception cref="CandleTableException">The database failed the read.</exception>
    public async ValueTask<decimal?> FindAsync(
        Currency currency, Currency target, DateTimeOffset instant, CancellationToken cancellationToken = default)
    {
        if ((currency, target) != (_base, _quote) && (currency, target) != (_quote, _base))
            return null;

        var end = DateTimeOffset.FromUnixTimeMilliseconds(_timeframe.Floor(instant.ToUnixTimeMilliseconds()));
        var rows = await _store.ReadLatestAsync(_assetId, _timeframe, Looked, end, cancellationToken).ConfigureAwait(false);
        for (var i = rows.Count - 1; i >= 0; i--)
        {
            if (!rows[i].Closed)
                continue;
            if (_oldest is { } oldest && instant - _timeframe.Next(rows[i].OpenInstant) > oldest)
                return null;
            return currency == _base ? rows[i].Close : 1 / rows[i].Close;
        }

        return null;
    }
}

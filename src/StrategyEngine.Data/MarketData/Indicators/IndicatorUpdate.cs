using StrategyEngine.Data.MarketData.Completeness;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>
/// One call of <c>IndicatorStore.UpdateAsync</c>: finds where the calculation is still right, and goes on from there. Not thread-safe.
/// </summary>
internal sealed class IndicatorUpdate(
    CandleTable candles, IndicatorTable table, CandleRange series, IndicatorSettings settings, IProgress<IndicatorProgress>? progress)
{
    private readonly SeriesCoverage _coverage = new(candles);
    private bool _beganAnew;

    public async Task<IndicatorUpdateResult> RunAsync(CancellationToken cancellationToken)
    {
        var computed = 0L;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var extension = await BeginAsync(computed, cancellationToken).ConfigureAwait(false);
            if (extension is null)
                continue;
            var isComplete = await extension.RunAsync(cancellationToken).ConfigureAwait(false);
            computed = extension.Computed;
            if (isComplete)
            {
                return new IndicatorUpdateResult(
                    computed, Instant(extension.Start), _beganAnew, Instant(extension.Position.Last?.LastOpenTime));
            }
        }
    }

    /// <summary>
    /// The extension of what is stored, if that is right; null if something was repaired or another update was faster, and the state is to
    /// be read again.
    /// </summary>
    private async Task<IndicatorExtension?> BeginAsync(long computed, CancellationToken cancellationToken)
    {
        var stored = await table.ReadStateAsync(cancellationToken).ConfigureAwait(false);
        if (stored is null)
        {
            await table.CreateStateAsync(settings.Text, IndicatorPosition.None, cancellationToken).ConfigureAwait(false);
            return null;
        }

        if (stored.Settings != settings.Text)
            throw new IndicatorSettingsException(settings.Version, stored.Settings, settings.Text);
        var position = IndicatorPosition.Parse(stored.State);
        if (position is null)
            return await GoBackAsync(stored.State, IndicatorPosition.None, 0, cancellationToken).ConfigureAwait(false);

        var hash = new RecordedHash();
        try
        {
            var right = await CountRightAsync(position, hash, cancellationToken).ConfigureAwait(false);
            if (right < position.Checkpoints.Count)
                return await GoBackAsync(stored.State, position, right, cancellationToken).ConfigureAwait(false);
            var calculation = position.Last is { } last
                ? IndicatorCalculation.Load(settings, last.Calculation)
                : new IndicatorCalculation(settings);
            if (calculation is null)
                return await GoBackAsync(stored.State, position, 0, cancellationToken).ConfigureAwait(false);
            if (await table.RemoveAfterAsync(stored.State, position.Last?.LastOpenTime, cancellationToken).ConfigureAwait(false) is null)
                return null;
            var extension = new IndicatorExtension(candles, table, series, stored.State, position, calculation, hash, progress, computed);
            hash = null;
            return extension;
        }
        finally
        {
            hash?.Dispose();
        }
    }

    /// <summary>How many checkpoints, from the first one on, are those of the candles as they are recorded now.</summary>
    private async Task<int> CountRightAsync(IndicatorPosition position, RecordedHash hash, CancellationToken cancellationToken)
    {
        var right = 0;
        if (position.Last is not { } last)
            return right;
        await foreach (var (openTime, value) in _coverage.ReadRecordedAsync(series with { To = last.LastOpenTime + 1 }, cancellationToken)
            .ConfigureAwait(false))
        {
            for (; position.Checkpoints[right].LastOpenTime < openTime; right++)
            {
                if (!position.Checkpoints[right].Hash.AsSpan().SequenceEqual(hash.Current()))
                    return right;
            }

            hash.Add(openTime, value);
        }

        while (right < position.Checkpoints.Count && position.Checkpoints[right].Hash.AsSpan().SequenceEqual(hash.Current()))
            right++;
        return right;
    }

    private async Task<IndicatorExtension?> GoBackAsync(
        byte[] stored, IndicatorPosition position, int checkpoints, CancellationToken cancellationToken)
    {
        var floor = position.Floor;
        if (position.Last is { } last)
        {
            // Every candle got a value. What is missing at the beginning was removed, and is not to come back.
            var first = await table.FindFirstAsync(cancellationToken).ConfigureAwait(false) ?? last.LastOpenTime + 1;
            if (first > position.First)
                floor = Math.Max(floor, first);
        }

        if (await table.WriteAsync(stored, position.GoBack(checkpoints, floor), [], cancellationToken).ConfigureAwait(false))
            _beganAnew = true;
        return null;
    }

    private static DateTimeOffset? Instant(long? milliseconds) =>
        milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}

namespace StrategyEngine.Data.MarketData;

/// <summary>Adds up the counts of several series. Not thread-safe.</summary>
internal sealed class CandleUpsertTotal(IProgress<CandleUpsertProgress>? progress)
{
    private readonly List<CandleUpsertProgress> _series = [];

    /// <summary>What the next series reports to.</summary>
    public IProgress<CandleUpsertProgress>? OfNextSeries()
    {
        if (progress is null)
            return null;
        _series.Add(default);
        return new Part(this, _series.Count - 1);
    }

    public static CandleUpsertResult Sum(List<CandleUpsertResult> results) => new(
        results.Sum(result => result.Inserted),
        results.Sum(result => result.Updated),
        results.Sum(result => result.Unchanged),
        results.Sum(result => result.Refused),
        [.. results.SelectMany(result => result.Refusals).Take(CandleStore.MaxListedRefusals)])
    {
        Doubtful = results.Sum(result => result.Doubtful),
        RoundedVolumes = results.Sum(result => result.RoundedVolumes),
        Warnings = [.. results.SelectMany(result => result.Warnings).Take(CandleStore.MaxListedRefusals)],
    };

    private void Report(int series, CandleUpsertProgress value)
    {
        _series[series] = value;
        progress!.Report(new CandleUpsertProgress(
            _series.Sum(part => part.Inserted),
            _series.Sum(part => part.Updated),
            _series.Sum(part => part.Unchanged),
            _series.Sum(part => part.Refused)));
    }

    private sealed class Part(CandleUpsertTotal total, int series) : IProgress<CandleUpsertProgress>
    {
        public void Report(CandleUpsertProgress value) => total.Report(series, value);
    }
}

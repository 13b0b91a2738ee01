namespace StrategyEngine.Data.MarketData;

/// <summary>
/// One call of <see cref="CandleStore"/>'s import: reads a file into an upsert, and tells of both how far they are. Not thread-safe.
/// </summary>
/// <param name="progress">Whom to tell; null for nobody.</param>
internal sealed class CandleImport(IProgress<CandleImportProgress>? progress) : IProgress<CandleUpsertProgress>
{
    private Func<(long BytesRead, long? TotalBytes)> _position = () => (0, null);
    private CandleUpsertProgress _candles;

    /// <summary>Imports a file into an upsert that reports to this.</summary>
    public async Task<CandleUpsertResult> RunAsync(
        CandleUpsertRun run, string path, CandleCsvFormat? format, CancellationToken cancellationToken)
    {
        var file = await CandleCsvFile.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            _position = () => (file.BytesRead, file.Length);
            var rows = CandleCsvReader.ReadAsync(file.Text, Path.GetFileName(path), format, cancellationToken: cancellationToken);
            var result = await CandleUpsert.RunAsync(run, rows, cancellationToken).ConfigureAwait(false);

            // What an archive holds behind its text is not read.
            _position = () => (file.Length, file.Length);
            return Complete(result);
        }
    }

    /// <summary>Imports a stream into an upsert that reports to this.</summary>
    public async Task<CandleUpsertResult> RunAsync(
        CandleUpsertRun run, Stream stream, string fileName, CandleCsvFormat? format, CancellationToken cancellationToken)
    {
        var counted = new CountedStream(stream);
        long? total = stream.CanSeek ? stream.Length - stream.Position : null;
        _position = () => (counted.BytesRead, total);
        var rows = CandleCsvReader.ReadAsync(counted, fileName, format, cancellationToken: cancellationToken);
        return Complete(await CandleUpsert.RunAsync(run, rows, cancellationToken).ConfigureAwait(false));
    }

    void IProgress<CandleUpsertProgress>.Report(CandleUpsertProgress value)
    {
        _candles = value;
        Tell();
    }

    private CandleUpsertResult Complete(CandleUpsertResult result)
    {
        _candles = new CandleUpsertProgress(result.Inserted, result.Updated, result.Unchanged, result.Refused);
        Tell();
        return result;
    }

    private void Tell()
    {
        if (progress is null)
            return;
        var (read, total) = _position();
        progress.Report(new CandleImportProgress(read, total, _candles));
    }
}

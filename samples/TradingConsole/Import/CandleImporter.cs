using System.Runtime.CompilerServices;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;

namespace TradingConsole.Import;

/// <summary>Stores files of candles.</summary>
internal sealed class CandleImporter(AssetCatalog assets, CandleStore candles)
{
    /// <summary>Saves the asset and upserts the candles of a file: importing a file again stores nothing twice.</summary>
    public async Task<ImportedFile> ImportAsync(CandleFile file, IProgress<long> rowsRead, CancellationToken cancellationToken)
    {
        var asset = await assets.SaveAsync(file, cancellationToken);
        var rows = Counted(CandleCsvReader.ReadAsync(file.Path, cancellationToken: cancellationToken), rowsRead, cancellationToken);
        var result = await candles.UpsertAsync(asset.Id, file.Timeframe, rows, cancellationToken: cancellationToken);

        var series = candles.ReadAsync(asset.Id, file.Timeframe, cancellationToken: cancellationToken);
        return new ImportedFile(file, asset, result, await SeriesCoverage.MeasureAsync(series, file.Timeframe, cancellationToken));
    }

    private static async IAsyncEnumerable<CandleRow> Counted(
        IAsyncEnumerable<CandleRow> rows, IProgress<long> rowsRead, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var count = 0L;
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            yield return row;
            rowsRead.Report(++count);
        }
    }
}

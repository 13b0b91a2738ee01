using StrategyEngine.Data.MarketData;

namespace TradingConsole.Import;

/// <summary>Stores files of candles.</summary>
internal sealed class CandleImporter(AssetCatalog assets, CandleStore candles)
{
    /// <summary>Saves the asset and upserts the candles of a file: importing a file again stores nothing twice.</summary>
    public async Task<ImportedFile> ImportAsync(
        CandleFile file, IProgress<CandleImportProgress> progress, CancellationToken cancellationToken)
    {
        var asset = await assets.SaveAsync(file, cancellationToken);
        var result = await candles.ImportAsync(
            asset.Id, file.Timeframe, file.Path, file.Format, file.Validation, progress, cancellationToken);

        var stored = await candles.ReadCoverageAsync(
            asset.Id, file.Timeframe, calendar: file.Calendar, cancellationToken: cancellationToken);

        // Where a candle was refused, the venue has one.
        if (file.IsComplete
            && result.Refused == 0
            && await candles.ConfirmEmptyAsync(asset.Id, file.Timeframe, stored.From, stored.To, file.Calendar, cancellationToken) > 0)
        {
            stored = await candles.ReadCoverageAsync(
                asset.Id, file.Timeframe, calendar: file.Calendar, cancellationToken: cancellationToken);
        }

        return new ImportedFile(file, result, stored);
    }
}

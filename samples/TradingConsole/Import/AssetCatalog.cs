using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace TradingConsole.Import;

/// <summary>The assets that candles belong to.</summary>
internal sealed class AssetCatalog(IDbContextFactory<TradingDbContext> contexts)
{
    /// <summary>Saves the asset of a file, or finds it.</summary>
    public async Task<Asset> SaveAsync(CandleFile file, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var asset = await context.Assets.SingleOrDefaultAsync(
            asset => asset.Symbol == file.Symbol
                && asset.AssetClass == file.AssetClass
                && asset.Exchange == file.Exchange
                && asset.Market == file.Market,
            cancellationToken);
        if (asset is null)
        {
            asset = new Asset
            {
                Symbol = file.Symbol,
                AssetClass = file.AssetClass,
                Exchange = file.Exchange,
                Name = file.Name,
                Market = file.Market,
                BaseCurrency = file.BaseCurrency,
                QuoteCurrency = file.QuoteCurrency,
            };
            context.Assets.Add(asset);
        }

        asset.TickSize ??= file.TickSize;
        asset.StepSize ??= file.StepSize;
        asset.MinNotional ??= file.MinNotional;
        await context.SaveChangesAsync(cancellationToken);
        return asset;
    }
}

using Microsoft.EntityFrameworkCore;

using Spectre.Console;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.MarketData.Completeness;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

using TradingConsole.Backtesting;
using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>Runs a moving-average crossover over stored candles, and records its signals, trades and performance.</summary>
internal sealed class BacktestStep(
    IDbContextFactory<TradingDbContext> contexts,
    CandleStore candles,
    BacktestRecorder recorder,
    UserLookup users,
    SchemaCheck schema,
    IAnsiConsole console)
{
    public async Task<RecordedBacktest> RunAsync(BacktestRequest request, CancellationToken cancellationToken)
    {
        await schema.RequireCurrentAsync(cancellationToken);
        var asset = await FindAssetAsync(request, cancellationToken);
        var strategy = await LoadStrategyAsync(await SaveStrategyAsync(request, cancellationToken), cancellationToken);
        var settings = CrossoverSettings.FromJson(strategy.Config);
        console.MarkupLineInterpolated(
            $"[bold]{strategy.Name}[/]: averages of {settings.FastPeriod} and {settings.SlowPeriod} closes, commission {settings.CommissionRate:P1} (from the encrypted configuration)");

        var coverage = await ProveAsync(asset, request.Timeframe, cancellationToken);
        var backtest = new CrossoverBacktest(
            settings, (decimal)strategy.PositionSizePct, OrderRules.Of(asset), request.Timeframe, asset.QuoteCurrency);
        var result = await backtest.RunAsync(
            candles.ReadAsync(asset.Id, request.Timeframe, cancellationToken: cancellationToken), cancellationToken);
        var (run, performance) = await recorder.RecordAsync(strategy, asset, coverage, settings, result, cancellationToken);
        await WriteTradesAsync(run, cancellationToken);
        console.MarkupLineInterpolated(
            $"Recorded [green]{result.Signals.Count}[/] signals, [green]{result.Positions.Count}[/] trades and [green]{performance.Metrics.Count}[/] performance rows.");
        return new RecordedBacktest(strategy, asset, settings, result, performance);
    }

    private async Task<Asset> FindAssetAsync(BacktestRequest request, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var asset = await context.Assets.FirstOrDefaultAsync(
            asset => asset.Exchange == request.Exchange && asset.Symbol == request.Symbol, cancellationToken);
        if (asset is null || await candles.CountAsync(asset.Id, request.Timeframe, cancellationToken: cancellationToken) == 0)
        {
            throw new Failure(
                $"There are no {request.Timeframe} candles of {request.Symbol} at {request.Exchange}. Import some first, or run the tour "
                + $"(no command).");
        }

        return asset;
    }

    // A result is worth no more than the candles it is made of.
    private async Task<CandleCoverage> ProveAsync(Asset asset, Timeframe timeframe, CancellationToken cancellationToken)
    {
        var proof = await candles.ProveAsync(asset.Id, timeframe, cancellationToken: cancellationToken);
        if (proof.FirstDifference is { } difference)
        {
            throw new Failure(
                $"The candles are not as they were stored: that of {difference.OpenTime:u} was "
                + $"{difference.Kind.ToString().ToLowerInvariant()}. Import them again, with --database a new file.");
        }

        console.MarkupLineInterpolated(
            $"[green]{proof.Coverage.Present}[/] candles, as they were stored; {proof.Coverage.Missing} of {proof.Coverage.Expected} are missing (hash {proof.Coverage.Hash[..12]}…).");
        return proof.Coverage;
    }

    private async Task<Guid> SaveStrategyAsync(BacktestRequest request, CancellationToken cancellationToken)
    {
        var user = await users.RequireAsync(request.Username, cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var strategy = await context.Strategies.SingleOrDefaultAsync(
            strategy => strategy.UserId == user.Id && strategy.Name == request.StrategyName, cancellationToken);
        if (strategy is null)
        {
            strategy = new Strategy { UserId = user.Id, Name = request.StrategyName, StrategyType = "moving_average_crossover" };
            context.Strategies.Add(strategy);
        }

        strategy.Config = request.Settings.ToJson();
        strategy.PositionSizePct = request.PositionSize;
        await context.SaveChangesAsync(cancellationToken);
        return strategy.Id;
    }

    // In a context of its own, so that the configuration comes out of its encrypted column.
    private async Task<Strategy> LoadStrategyAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Strategies.SingleAsync(strategy => strategy.Id == id, cancellationToken);
    }

    private async Task WriteTradesAsync(Run run, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var trades = await context.Trades.Where(trade => trade.RunId == run.Id).OrderBy(trade => trade.OpenedAt)
            .ToListAsync(cancellationToken);
        var table = ConsoleLayout.Table("opened", "closed", "#quantity", "#entry", "#exit", "#profit", "#%");
        foreach (var trade in trades)
        {
            var colour = trade.Pnl switch { > 0 => "green", < 0 => "red", _ => "default" };
            table.AddRow(
                $"{trade.OpenedAt:yyyy-MM-dd}",
                trade.ClosedAt is null ? "open" : $"{trade.ClosedAt:yyyy-MM-dd}",
                $"{trade.FilledQuantity:0.0000}",
                $"{trade.EntryPrice:0.00}",
                $"{trade.ExitPrice:0.00}",
                $"[{colour}]{trade.Pnl:0.00}[/]",
                $"[{colour}]{trade.PnlPercentage:0.0}[/]");
        }

        console.Write(table);
    }
}

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;
using StrategyEngine.Data.Persistence;

namespace TradingConsole.Backtesting;

/// <summary>Writes what a back-test did: signals, trades with their executions, equity marks, performance rows.</summary>
internal sealed class BacktestRecorder(IDbContextFactory<TradingDbContext> contexts, PerformanceRecorder performance)
{
    /// <summary>Puts a result in the place of the strategy's earlier one.</summary>
    public async Task<PerformanceRecording> RecordAsync(
        Strategy strategy,
        Asset asset,
        Timeframe timeframe,
        CrossoverSettings settings,
        BacktestResult result,
        CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        context.Trades.RemoveRange(await context.Trades.Where(trade => trade.StrategyId == strategy.Id).ToListAsync(cancellationToken));
        context.Signals.RemoveRange(await context.Signals.Where(signal => signal.StrategyId == strategy.Id).ToListAsync(cancellationToken));
        await context.EquityMarks.Where(mark => mark.RunId == strategy.Id).ExecuteDeleteAsync(cancellationToken);
        await context.SaveChangesAsync(cancellationToken);

        var signals = result.Signals.ToDictionary(signal => signal, signal => ToSignal(signal, strategy, asset, timeframe, settings));
        context.Signals.AddRange(signals.Values);
        context.Trades.AddRange(result.Positions.Select(position => ToTrade(position, signals[position.Signal], strategy, asset)));
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        await performance.MarkAsync(result.Equity.Points.Select(point => ToMark(point, strategy)), cancellationToken);
        return await performance.RecordAsync(
            PerformanceScope.OfRun(strategy.UserId, RunKind.Backtest, strategy.Id, strategy.Id), cancellationToken: cancellationToken);
    }

    // There is one run for each strategy, under its id.
    private static EquityMark ToMark(EquityPoint point, Strategy strategy) => new()
    {
        UserId = strategy.UserId,
        Kind = RunKind.Backtest,
        RunId = strategy.Id,
        Currency = CrossoverBacktest.AccountCurrency,
        Instant = point.Time,
        Equity = decimal.Round(point.Equity, 8),
    };

    private static Signal ToSignal(CrossoverSignal signal, Strategy strategy, Asset asset, Timeframe timeframe, CrossoverSettings settings)
    {
        var direction = signal.Side == OrderSide.Buy ? 1 : -1;
        return new Signal
        {
            UserId = strategy.UserId,
            AssetId = asset.Id,
            StrategyId = strategy.Id,
            SignalType = signal.Side == OrderSide.Buy ? SignalType.Buy : SignalType.Sell,
            KnownAt = signal.KnownAt,
            Timeframe = timeframe,
            CurrentPrice = signal.Price,
            EntryPrice = signal.Price,
            TargetPrice = decimal.Round(signal.Price * (1 + direction * settings.TargetDistance), 8),
            StopLoss = decimal.Round(signal.Price * (1 - direction * settings.StopDistance), 8),
            RiskRewardRatio = (double)(settings.TargetDistance / settings.StopDistance),
            MarketSentiment = signal.Side == OrderSide.Buy ? MarketSentiment.Bullish : MarketSentiment.Bearish,
            Analysis = $"Average of {settings.FastPeriod} closes crossed that of {settings.SlowPeriod}.",
            IsActive = false,
        };
    }

    private static Trade ToTrade(Position position, Signal signal, Strategy strategy, Asset asset)
    {
        var trade = new Trade
        {
            UserId = strategy.UserId,
            AssetId = asset.Id,
            StrategyId = strategy.Id,
            SignalId = signal.Id,
            Side = OrderSide.Buy,
            Exchange = asset.Exchange,
            Quantity = position.Entry.Quantity,
            OpenedAt = position.Entry.Time,
        };
        trade.AddExecution(ToExecution(position.Entry));
        if (position.Exit is not null)
            trade.AddExecution(ToExecution(position.Exit));
        return trade;
    }

    private static TradeExecution ToExecution(Fill fill) => new()
    {
        Side = fill.Side,
        Price = fill.Price,
        Quantity = fill.Quantity,
        Commission = fill.Commission,
        IsMaker = false,
        ExecutedAt = fill.Time,
    };
}

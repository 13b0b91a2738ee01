using System.Globalization;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.MarketData.Completeness;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Trading;

namespace TradingConsole.Backtesting;

/// <summary>Writes what a back-test did: a run, signals, orders and fills with the trades they make, equity, performance rows.</summary>
internal sealed class BacktestRecorder(
    IDbContextFactory<TradingDbContext> contexts, TradeBook book, PerformanceRecorder performance)
{
    /// <summary>Records a result as a run of its own; earlier ones stay.</summary>
    public async Task<(Run Run, PerformanceRecording Performance)> RecordAsync(
        Strategy strategy,
        Asset asset,
        CandleCoverage candles,
        CrossoverSettings settings,
        BacktestResult result,
        CancellationToken cancellationToken)
    {
        var run = await book.BeginBacktestAsync(
            strategy.UserId,
            asset.Exchange,
            strategy.Id,
            new RunDetails { Parameters = settings.ToJson(), Candles = [candles], StartedAt = candles.From },
            cancellationToken: cancellationToken);
        var signals = result.Signals.ToDictionary(
            signal => signal, signal => ToSignal(signal, strategy, asset, candles.Timeframe, settings));
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            context.Signals.AddRange(signals.Values);
            await context.SaveChangesAsync(cancellationToken);
        }

        await book.ApplyAsync(
            run.AccountId, result.Positions.SelectMany(position => ToReports(position, signals, asset, run)), cancellationToken);
        await performance.MarkAsync(
            result.Equity.Points.Select(point => ToMark(point, result.Equity.Currency, run)), cancellationToken: cancellationToken);
        await book.EndRunAsync(run.Id, cancellationToken: cancellationToken);
        var recording = await performance.RecordAsync(
            PerformanceScope.OfRun(strategy.UserId, RunKind.Backtest, run.Id, strategy.Id), cancellationToken: cancellationToken);
        return (run, recording);
    }

    private static EquityMark ToMark(EquityPoint point, Currency currency, Run run) => new()
    {
        UserId = run.UserId,
        Kind = RunKind.Backtest,
        RunId = run.Id,
        AccountId = run.AccountId,
        Currency = currency,
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

    private static IEnumerable<VenueReport> ToReports(
        SimulatedPosition position, Dictionary<CrossoverSignal, Signal> signals, Asset asset, Run run)
    {
        var fills = position.Exit is null ? new[] { position.Entry } : [position.Entry, position.Exit];
        foreach (var fill in fills)
        {
            var id = $"{fill.Side}-{fill.Time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}".ToLowerInvariant();
            yield return new OrderReport
            {
                AssetId = asset.Id,
                RunId = run.Id,
                ClientOrderId = id,
                ExchangeOrderId = id,
                Side = fill.Side,
                Quantity = fill.Quantity,
                DecisionPrice = fill == position.Entry ? position.Signal.Price : null,
                SignalId = fill == position.Entry ? signals[position.Signal].Id : null,
                Status = OrderStatus.Filled,
                OccurredAt = fill.Time,
                FilledQuantity = fill.Quantity,
            };
            yield return new FillReport
            {
                AssetId = asset.Id,
                ExchangeOrderId = id,
                ExecutionId = id,
                Side = fill.Side,
                Quantity = fill.Quantity,
                Price = fill.Price,
                Fee = fill.Commission == 0 ? null : new Money(fill.Commission, asset.QuoteCurrency),
                IsMaker = false,
                ExecutedAt = fill.Time,
            };
        }
    }
}

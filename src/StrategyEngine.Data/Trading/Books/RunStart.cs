using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Trading.Books;

/// <summary>Begins runs.</summary>
internal static class RunStart
{
    /// <summary>An account that one back-test has for itself.</summary>
    public static TradingAccount BacktestAccount(Guid userId, string exchange, AccountRules rules, DateTimeOffset now) => new()
    {
        UserId = userId,
        Kind = RunKind.Backtest,
        Exchange = exchange,
        Name = $"backtest {Guid.CreateVersion7(now):N}",
        PositionMode = rules.PositionMode,
        CostMethod = rules.CostMethod,
        IsMargined = rules.IsMargined,
    };

    /// <summary>Stores a run on an account that is stored or added to the context.</summary>
    public static async Task<Run> SaveAsync(
        DbContext context,
        TradingAccount account,
        Guid? strategyId,
        RunDetails details,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        var run = new Run
        {
            UserId = account.UserId,
            AccountId = account.Id,
            StrategyId = strategyId,
            Kind = account.Kind,
            StrategyVersion = details.StrategyVersion,
            CodeVersion = details.CodeVersion,
            Parameters = details.Parameters ?? [],
            Notes = details.Notes,
            StartedAt = details.StartedAt ?? Instants.Now(timeProvider),
        };
        context.Add(run);
        foreach (var candles in details.Candles)
        {
            context.Add(new RunSeries
            {
                RunId = run.Id,
                AssetId = candles.AssetId,
                Timeframe = candles.Timeframe,
                From = candles.From,
                To = candles.To,
                CoverageHash = candles.Hash.ToLowerInvariant(),
            });
        }

        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return run;
    }
}

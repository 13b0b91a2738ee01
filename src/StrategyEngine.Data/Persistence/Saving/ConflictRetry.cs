using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.Persistence;

/// <summary>
/// Runs a transaction again from the start that the engine gave up in favour of another one, as engines do that let transactions overlap.
/// </summary>
internal static class ConflictRetry
{
    private const int Attempts = 12, LongestPauseMilliseconds = 40;

    // Other transactions take real time, whatever clock the database was given.
    private static readonly TimeProvider Wall = TimeProvider.System;

    /// <summary>Runs it; where the context's execution strategy retries, that alone decides how often.</summary>
    public static async Task<T> RunAsync<T>(
        DbContext context, TradingProvider provider, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var strategy = context.Database.CreateExecutionStrategy();
        if (strategy.RetriesOnFailure)
            return await strategy.ExecuteAsync(work, cancellationToken).ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (attempt < Attempts && provider.Classify(exception).Kind == DatabaseErrorKind.Conflict)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, LongestPauseMilliseconds)), Wall, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
    }
}

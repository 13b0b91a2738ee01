using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Performance;

/// <summary>Knows what one currency was worth in another one.</summary>
/// <remarks>Implementations are thread-safe and never look ahead: what they answer for an instant was known at that instant.</remarks>
public interface ICurrencyRates
{
    /// <summary>Finds a rate.</summary>
    /// <param name="currency">The currency that is worth something.</param>
    /// <param name="target">The currency in which that is told; another one.</param>
    /// <param name="instant">As of when.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>How much of <paramref name="target"/> one of <paramref name="currency"/> was worth, above 0; null where it is not
    /// known.</returns>
    ValueTask<decimal?> FindAsync(
        Currency currency, Currency target, DateTimeOffset instant, CancellationToken cancellationToken = default);
}

namespace StrategyEngine.Data.Model;

/// <summary>A record with an optimistic concurrency version.</summary>
/// <remarks>
/// The version is managed by the application, because SQLite has no row version. Saving over somebody else's change
/// throws <c>DbUpdateConcurrencyException</c>.
/// </remarks>
public interface IVersioned
{
    /// <summary>1 when first saved, and one more with every saved change.</summary>
    long Version { get; }
}

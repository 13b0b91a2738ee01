using System.Diagnostics;

namespace StrategyEngine.Data.Trading.Books;

/// <summary>The books of one account that a process keeps, and who may use them.</summary>
[DebuggerDisplay("{Books.Count} books")]
internal sealed class AccountShelf
{
    /// <summary>Held by the one call that uses the books.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>A book for each asset.</summary>
    public Dictionary<Guid, AssetBook> Books { get; } = [];

    /// <summary>Counts the calls, so that what was not used for long can go.</summary>
    public long LastUse { get; set; }
}

namespace StrategyEngine.Data.Trading.Books;

/// <summary>
/// The books that a process keeps between calls, so that a fill costs one step and not as many as there were before. Thread-safe.
/// </summary>
/// <remarks>What is kept is what is stored: a book is dropped when a call fails, and read on where another process has written.</remarks>
internal sealed class BookShelves
{
    private const int MostAccounts = 64;

    private readonly Dictionary<Guid, AccountShelf> _shelves = [];
    private readonly Lock _lock = new();
    private long _uses;

    /// <summary>The shelf of an account.</summary>
    public AccountShelf this[Guid accountId]
    {
        get
        {
            lock (_lock)
            {
                if (!_shelves.TryGetValue(accountId, out var shelf))
                {
                    if (_shelves.Count >= MostAccounts)
                        _shelves.Remove(_shelves.MinBy(known => known.Value.LastUse).Key);
                    shelf = new AccountShelf();
                    _shelves.Add(accountId, shelf);
                }

                shelf.LastUse = ++_uses;
                return shelf;
            }
        }
    }
}

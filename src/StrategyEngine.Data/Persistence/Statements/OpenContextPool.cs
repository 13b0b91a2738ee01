namespace StrategyEngine.Data.Persistence.Statements;

/// <summary>Lends contexts with open connections, and keeps as many as the provider says for the next caller. Thread-safe.</summary>
/// <remarks>
/// Where opening a connection costs as much as a statement, as on SQLite, what is short and frequent reuses one with its compiled
/// statements.
/// </remarks>
/// <param name="create">Makes a context.</param>
/// <param name="kept">How many stay open while nobody uses them.</param>
internal sealed class OpenContextPool(Func<OpenContext> create, int kept) : IDisposable
{
    private readonly Lock _turn = new();
    private readonly Stack<OpenContext> _idle = [];
    private int _generation;
    private bool _isDisposed;

    /// <summary>
    /// Runs work with a context of its own, again from the start where the context's execution strategy retries. What failed is not kept.
    /// </summary>
    public async Task<T> UseAsync<T>(Func<OpenContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var (open, generation) = Take();
        var isKept = false;
        try
        {
            using var use = open.Use();
            var result = await open.RetryAsync(
                async token =>
                {
                    await open.StartAsync(token).ConfigureAwait(false);
                    return await work(open, token).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
            isKept = Keep(open, generation);
            return result;
        }
        catch (Exception failure)
        {
            open.Abandon(failure);
            if (open.Name(failure) is { } named)
                throw named;
            throw;
        }
        finally
        {
            if (!isKept)
                await open.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Closes what nobody uses, and does not keep what is in use now: the database behind it is about to be replaced.</summary>
    public void Clear()
    {
        lock (_turn)
        {
            _generation++;
            while (_idle.TryPop(out var open))
                open.Dispose();
        }
    }

    /// <summary>Closes what nobody uses; nothing is kept from now on.</summary>
    public void Dispose()
    {
        lock (_turn)
            _isDisposed = true;
        Clear();
    }

    private (OpenContext Open, int Generation) Take()
    {
        int generation;
        lock (_turn)
        {
            generation = _generation;
            while (_idle.TryPop(out var open))
            {
                if (open.IsYoung)
                    return (open, generation);
                open.Dispose();
            }
        }

        return (create(), generation);
    }

    private bool Keep(OpenContext open, int generation)
    {
        lock (_turn)
        {
            if (_isDisposed || generation != _generation || _idle.Count >= kept)
                return false;
            _idle.Push(open);
            return true;
        }
    }
}

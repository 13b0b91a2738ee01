using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Sessions.Passwords;

/// <summary>
/// Bounds how many password hashes run at once, and the memory they take together. The others wait in order; when too many wait,
/// the next is turned away.
/// </summary>
/// <remarks>Thread-safe. A hash that alone exceeds the memory budget runs alone.</remarks>
internal sealed class HashGate(int concurrency, int memoryBudgetKiB, int queueLimit)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _waiting = new();
    private int _running;
    private int _memoryKiB;

    /// <summary>Hashes running now.</summary>
    public int Running
    {
        get
        {
            lock (_lock)
            {
                return _running;
            }
        }
    }

    /// <summary>Waits for a place. False: turned away. True: <see cref="Leave"/> must follow with the same memory.</summary>
    public async Task<bool> TryEnterAsync(int memoryKiB, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LinkedListNode<Waiter> node;
        lock (_lock)
        {
            if (_waiting.Count == 0 && Fits(memoryKiB))
            {
                Take(memoryKiB);
                return true;
            }

            if (_waiting.Count >= queueLimit)
            {
                return false;
            }

            node = _waiting.AddLast(new Waiter(memoryKiB));
        }

        SessionMetrics.HashQueued(1);
        try
        {
            await using (cancellationToken.Register(() => Abandon(node, cancellationToken)).ConfigureAwait(false))
            {
                await node.Value.Entered.Task.ConfigureAwait(false);
                return true;
            }
        }
        finally
        {
            SessionMetrics.HashQueued(-1);
        }
    }

    public void Leave(int memoryKiB)
    {
        lock (_lock)
        {
            _running--;
            _memoryKiB -= memoryKiB;
            Admit();
        }
    }

    private void Admit()
    {
        while (_waiting.First is { } first && Fits(first.Value.MemoryKiB))
        {
            _waiting.RemoveFirst();
            Take(first.Value.MemoryKiB);
            first.Value.Entered.SetResult();
        }
    }

    private bool Fits(int memoryKiB) =>
        _running == 0 || (_running < concurrency && _memoryKiB + (long)memoryKiB <= memoryBudgetKiB);

    private void Take(int memoryKiB)
    {
        _running++;
        _memoryKiB += memoryKiB;
    }

    private void Abandon(LinkedListNode<Waiter> node, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (node.List is null)
            {
                return;
            }

            _waiting.Remove(node);
            node.Value.Entered.SetCanceled(cancellationToken);

            // What waited behind a large hash may fit now that it is gone.
            Admit();
        }
    }

    private sealed class Waiter(int memoryKiB)
    {
        public int MemoryKiB { get; } = memoryKiB;

        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

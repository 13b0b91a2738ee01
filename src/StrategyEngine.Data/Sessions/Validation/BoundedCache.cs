using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace StrategyEngine.Data.Sessions;

/// <summary>Remembers at most a number of values, of those used most recently.</summary>
/// <remarks>
/// Thread-safe. Two generations: when the younger is half the capacity, it becomes the older, and the older is forgotten. What is
/// found in the older moves to the younger.
/// </remarks>
internal sealed class BoundedCache<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock _turning = new();
    private volatile ConcurrentDictionary<TKey, TValue> _young = new();
    private volatile ConcurrentDictionary<TKey, TValue> _old = new();
    private int _count;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_young.TryGetValue(key, out value))
            return true;
        if (!_old.TryGetValue(key, out value))
            return false;
        Set(key, value, static (_, present) => present);
        return true;
    }

    /// <summary>Remembers a value; where there is one already, <paramref name="merge"/> (new, present) says which stays.</summary>
    public void Set(TKey key, TValue value, Func<TValue, TValue, TValue> merge)
    {
        if (capacity == 0)
            return;
        if (_old.TryGetValue(key, out var older))
            value = merge(value, older);
        if (_young.TryAdd(key, value))
        {
            if (Interlocked.Increment(ref _count) > capacity / 2)
                Turn();
            return;
        }

        _young.AddOrUpdate(key, value, (_, present) => merge(value, present));
    }

    private void Turn()
    {
        lock (_turning)
        {
            if (_count <= capacity / 2)
                return;
            _old = _young;

            // What filled up once will again.
            _young = new(concurrencyLevel: -1, capacity / 2);
            _count = 0;
        }
    }
}

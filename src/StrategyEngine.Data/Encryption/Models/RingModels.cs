using System.Collections.Concurrent;

using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>The models that a key ring holds, and what is being done with them. Thread-safe.</summary>
/// <remarks>
/// <para>A model goes back to its pool when the ring is disposed and nothing reads or seals through it any more. Since no other ring holds
/// it before that, what was converted while the ring was not disposed was converted by this ring's keys: whoever writes converts first, and
/// then demands that the ring is in use.</para>
/// <para>What is opened is read row by row, long after the check; a reader therefore counts as a use, until it is closed. One that is never
/// closed keeps the models from the pool, which does no harm.</para>
/// </remarks>
internal sealed class RingModels
{
    private readonly ConcurrentDictionary<(ModelPool? Pool, object Owner, ModelKey Key), Lazy<ModelLease>> _leases = new();
    private int _uses;
    private int _isReturned;
    private volatile bool _isClosed;

    public static ObjectDisposedException Disposed() => new(
        nameof(DataKeyRing),
        "The key ring of this context is disposed: its database was closed, or the services it came from were disposed. A context does "
        + "not outlive them; nothing was read or written.");

    /// <summary>The models of a context's ring; null without a ring.</summary>
    public static RingModels? Of(DbContext context) => EncryptionOptionsExtension.RingOf(context)?.Models;

    /// <summary>Holds the models of a context until the result is disposed of.</summary>
    /// <exception cref="ObjectDisposedException">The ring is disposed.</exception>
    public static RingUse Use(DbContext context) => new(Of(context));

    /// <exception cref="ObjectDisposedException">The ring is disposed.</exception>
    public void Demand()
    {
        if (_isClosed)
            throw Disposed();
    }

    /// <summary>The model of a kind, which the ring holds from now on.</summary>
    /// <param name="ring">The ring itself.</param>
    /// <param name="owner">Whose kinds of models they are.</param>
    /// <param name="pool">Where the model comes from and goes to; null for one that no other ring can use.</param>
    /// <param name="key">The kind.</param>
    /// <param name="build">Builds one if none waits.</param>
    /// <exception cref="ObjectDisposedException">The ring is disposed.</exception>
    public BuiltModel Get(DataKeyRing ring, object owner, ModelPool? pool, ModelKey key, Func<ModelSlot> build)
    {
        Demand();
        var place = (pool, owner, key);
        var lease = _leases.GetOrAdd(place, _ => new Lazy<ModelLease>(() => Lease(ring, pool?.TryTake(key) ?? build())));
        try
        {
            var model = lease.Value.Slot.Model!;
            Demand();
            return model;
        }
        catch
        {
            // A model that failed is tried again, for another context may be configured better.
            _leases.TryRemove(new KeyValuePair<(ModelPool?, object, ModelKey), Lazy<ModelLease>>(place, lease));
            throw;
        }
    }

    /// <summary>Begins a use; each is ended once by <see cref="Exit"/>.</summary>
    /// <exception cref="ObjectDisposedException">The ring is disposed.</exception>
    public void Enter()
    {
        // A full fence: Close either sees the use or is seen here.
        Interlocked.Increment(ref _uses);
        if (!_isClosed)
            return;
        Exit();
        throw Disposed();
    }

    public void Exit()
    {
        if (Interlocked.Decrement(ref _uses) == 0 && _isClosed)
            Return();
    }

    /// <summary>Refuses every use from now on, and gives the models back as soon as nothing uses them.</summary>
    public void Close()
    {
        _isClosed = true;
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _uses) == 0)
            Return();
    }

    private static ModelLease Lease(DataKeyRing ring, ModelSlot slot)
    {
        var lease = new ModelLease(ring, slot);
        slot.Give(lease);
        return lease;
    }

    private void Return()
    {
        if (Interlocked.Exchange(ref _isReturned, 1) != 0)
            return;
        foreach (var (place, lease) in _leases)
        {
            // One that is being made at this moment is left to itself.
            if (!lease.IsValueCreated)
                continue;
            lease.Value.Slot.Take();
            place.Pool?.Return(place.Key, lease.Value.Slot);
        }

        _leases.Clear();
    }
}

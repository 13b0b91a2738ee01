namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>
/// Models that no key ring holds, with the queries that Entity Framework compiled for them, for the next ring. Thread-safe.
/// </summary>
/// <remarks>
/// As many are kept as an application has databases of one kind open at the same time, which is rarely more than a few: a host that opens
/// them one after another needs one. What is kept beyond is memory, some megabytes for each with its queries, that is not given back.
/// </remarks>
internal sealed class ModelPool
{
    /// <summary>How many models of one kind wait at most.</summary>
    public const int MaxIdleOfOneKind = 8;

    /// <summary>How many models wait at most.</summary>
    public const int MaxIdle = 32;

    private readonly Lock _turn = new();
    private readonly List<(ModelKey Key, ModelSlot Slot)> _idle = [];

    /// <summary>How many models wait.</summary>
    public int Count
    {
        get
        {
            lock (_turn)
                return _idle.Count;
        }
    }

    /// <summary>A model that waits, the last one first, because its queries are the freshest; null if there is none of the kind.</summary>
    public ModelSlot? TryTake(ModelKey key)
    {
        lock (_turn)
        {
            // Whoever was late with the ring before may have added a constant since.
            _idle.RemoveAll(static idle => idle.Slot.HasConstants);
            var last = _idle.FindLastIndex(idle => idle.Key.Equals(key));
            if (last < 0)
                return null;
            var slot = _idle[last].Slot;
            _idle.RemoveAt(last);
            return slot;
        }
    }

    /// <summary>Takes back a model that no ring holds any more, unless enough of them wait.</summary>
    public void Return(ModelKey key, ModelSlot slot)
    {
        if (slot.HasConstants)
            return;
        lock (_turn)
        {
            if (_idle.Count(idle => idle.Key.Equals(key)) >= MaxIdleOfOneKind)
                return;
            _idle.Add((key, slot));

            // The one that waited longest goes.
            if (_idle.Count > MaxIdle)
                _idle.RemoveAt(0);
        }
    }
}

using StrategyEngine.Data.Encryption.Cipher;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>
/// The place for a key ring in a model: the converters find the ciphers of the one ring that holds the model here. Thread-safe.
/// </summary>
/// <remarks>
/// Weak, because the cache of compiled queries keeps every model for a while: a model must not keep the keys of a ring that nobody uses.
/// </remarks>
internal sealed class ModelSlot
{
    private static readonly WeakReference<ModelLease> Nobody = new(null!);

    private readonly List<EncryptedColumn> _columns = [];
    private readonly List<BlindIndexColumn> _indexes = [];
    private volatile WeakReference<ModelLease> _holder = Nobody;
    private long _constants;

    /// <summary>The ring that holds the model, with its ciphers; null while none does.</summary>
    public ModelLease? Holder => _holder.TryGetTarget(out var lease) ? lease : null;

    /// <summary>
    /// Whether a query of the model may hold a hash or ciphertext under the keys of a ring: another ring must never run it.
    /// </summary>
    public bool HasConstants => Interlocked.Read(ref _constants) != 0;

    /// <summary>The model as a context uses it, and as migrations compare it.</summary>
    public BuiltModel? Model { get; set; }

    /// <exception cref="ObjectDisposedException">No ring holds the model any more.</exception>
    public ModelLease Demand() => Holder ?? throw RingModels.Disposed();

    /// <summary>Takes a column of the finished model.</summary>
    /// <returns>The place of its cipher.</returns>
    public int Add(EncryptedColumn column)
    {
        _columns.Add(column);
        return _columns.Count - 1;
    }

    /// <summary>Takes a blind index of the finished model, after its column.</summary>
    /// <returns>The place of its hasher.</returns>
    public int Add(BlindIndexColumn index)
    {
        _indexes.Add(index);
        return _indexes.Count - 1;
    }

    /// <summary>
    /// Makes the ciphers of a ring, and tells the ring of every column, former name and generation, in the order of the model.
    /// </summary>
    public FieldCipher[] CreateCiphers(DataKeyRing ring) => _columns.Select(column => column.CreateCipher(ring)).ToArray();

    /// <inheritdoc cref="CreateCiphers"/>
    public BlindIndexHasher[] CreateHashers(DataKeyRing ring, FieldCipher[] ciphers) =>
        _indexes.Select(index => index.CreateHasher(ring, ciphers[index.Source.Ordinal])).ToArray();

    /// <summary>Gives the model to a ring.</summary>
    public void Give(ModelLease lease) => _holder = new WeakReference<ModelLease>(lease);

    /// <summary>Takes the model from the ring that holds it.</summary>
    public void Take()
    {
        _holder = Nobody;

        // Before HasConstants is read: whoever converted by the former holder had set it before that.
        Interlocked.MemoryBarrier();
    }

    /// <summary>
    /// Tells that a value under the keys of the present ring may become part of a query. Call it before the value is converted.
    /// </summary>
    public void MarkConstants() => Interlocked.Increment(ref _constants);

    /// <summary>Takes back what was told of some values that became parameters.</summary>
    public void UnmarkConstants(int count) => Interlocked.Add(ref _constants, -count);
}

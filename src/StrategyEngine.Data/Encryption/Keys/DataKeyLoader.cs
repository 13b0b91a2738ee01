using System.Collections.Concurrent;
using System.Data.Common;

using Microsoft.Extensions.Logging;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Encryption.Keys;

/// <summary>
/// Reads the data keys of a database for a <see cref="DataKeyRing"/>, reads them again when they are stale, and adds new ones. Thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// Keys are stale after each <see cref="DataKeyRing.RefreshInterval"/>, after a change of the key ring in this process and after a failed
/// reading. One thread at a time reads them; whoever waited for it takes what it has read.
/// </para>
/// <para>
/// The keys at hand are one immutable <see cref="KeySet"/>, which is replaced as a whole: those who seal and open take no lock.
/// </para>
/// </remarks>
internal sealed class DataKeyLoader : IDisposable
{
    private const int UnknownKeysRemembered = 1024;

    private static readonly TimeSpan UnknownKeyPause = TimeSpan.FromSeconds(1);

    private readonly KeyStore _store;
    private readonly KeyWrapper _wrapper;
    private readonly RingColumns _columns;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ConcurrentDictionary<uint, long> _unknown = new();
    private readonly ITimer _timer;
    private KeySet? _keys;
    private long? _followFailed;
    private volatile bool _stale;

    public DataKeyLoader(KeyStore store, KeyWrapper wrapper, RingColumns columns, TimeProvider timeProvider, ILogger logger)
    {
        _store = store;
        _wrapper = wrapper;
        _columns = columns;
        _timeProvider = timeProvider;
        _logger = logger;

        // Through a weak reference, so that a forgotten ring can be collected.
        var weak = new WeakReference<DataKeyLoader>(this);
        _timer = timeProvider.CreateTimer(MarkStale, weak, DataKeyRing.RefreshInterval, DataKeyRing.RefreshInterval);
        wrapper.OnRingChanged(MarkStale, weak);
    }

    /// <summary>The keys at hand, which may be stale; null if none were read yet.</summary>
    public KeySet? AtHand => Volatile.Read(ref _keys);

    /// <summary>
    /// The keys at hand; reads them if there are none or they are stale. A database that is out of reach leaves stale ones in use.
    /// </summary>
    public KeySet Keys
    {
        get
        {
            var keys = Volatile.Read(ref _keys);
            return keys is null || _stale ? Refresh(keys) : keys;
        }
    }

    /// <summary>The keys at hand; reads them if there are none, or if they are stale and that is not accepted.</summary>
    public async ValueTask<KeySet> LoadAsync(bool acceptStale, CancellationToken cancellationToken)
    {
        var keys = Volatile.Read(ref _keys);
        return keys is null || (_stale && !acceptStale) ? await ReloadAsync(keys, cancellationToken).ConfigureAwait(false) : keys;
    }

    /// <summary>Reads the keys from the database, whatever is at hand.</summary>
    public Task<KeySet> ReadAnewAsync(CancellationToken cancellationToken) => ReloadAsync(null, cancellationToken, anew: true);

    /// <summary>Looks for a key that another process may have made since <paramref name="keys"/> were read.</summary>
    public LoadedDataKey? FindAnew(KeySet keys, uint keyId)
    {
        // Planted ids must not turn every read into a query.
        if (_unknown.TryGetValue(keyId, out var lookedAt) && _timeProvider.GetElapsedTime(lookedAt) < UnknownKeyPause)
            return null;
        var found = Reload(keys).Find(keyId);
        if (found is null)
        {
            if (_unknown.Count >= UnknownKeysRemembered)
                _unknown.Clear();
            _unknown[keyId] = _timeProvider.GetTimestamp();
        }

        return found;
    }

    /// <summary>Makes the first key of a purpose, unless another process was sooner.</summary>
    public KeySet CreateFirst(string purpose)
    {
        var key = _wrapper.Create(purpose, generation: 1, _timeProvider.GetUtcNow());
        if (_store.TryAdd(key))
            Log.DataKeyCreated(_logger, unchecked((uint)key.KeyId), key.Generation, purpose);
        return Demand(Reload(Volatile.Read(ref _keys)), purpose);
    }

    /// <inheritdoc cref="CreateFirst"/>
    public async Task<KeySet> CreateFirstAsync(string purpose, CancellationToken cancellationToken)
    {
        var key = _wrapper.Create(purpose, generation: 1, _timeProvider.GetUtcNow());
        if (await _store.TryAddAsync(key, cancellationToken).ConfigureAwait(false))
            Log.DataKeyCreated(_logger, unchecked((uint)key.KeyId), key.Generation, purpose);
        return Demand(await ReloadAsync(Volatile.Read(ref _keys), cancellationToken).ConfigureAwait(false), purpose);
    }

    /// <summary>Makes a new data key if the ring has a new key, or has revoked the one that wraps the active data key.</summary>
    public async Task<KeySet> FollowRingAsync(KeySet keys, CancellationToken cancellationToken)
    {
        if (!keys.HasRingRotated || (_followFailed is { } failed && _timeProvider.GetElapsedTime(failed) < DataKeyRing.RefreshInterval))
            return keys;
        try
        {
            await ReplaceActiveAsync(keys, cancellationToken).ConfigureAwait(false);
            _followFailed = null;
        }
        catch (TradingDataException failure) when (!keys.ActiveField!.IsRingKeyRevoked)
        {
            // The key in use is as good as before; the new ring key may be one that this process cannot read yet.
            _followFailed = _timeProvider.GetTimestamp();
            Log.RingNotFollowed(_logger, failure);
        }

        return await ReloadAsync(Volatile.Read(ref _keys), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Erases the keys from memory; from now on nothing marks them stale.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        foreach (var key in Volatile.Read(ref _keys)?.All ?? [])
            key.Dispose();
    }

    private static void MarkStale(object? state)
    {
        if (((WeakReference<DataKeyLoader>)state!).TryGetTarget(out var loader))
            loader._stale = true;
    }

    private static KeySet Demand(KeySet keys, string purpose) =>
        keys.Active(purpose) is not null ? keys : throw new NoActiveKeyException(FieldLocation.None);

    private async Task ReplaceActiveAsync(KeySet keys, CancellationToken cancellationToken)
    {
        var now = _timeProvider.GetUtcNow();
        var key = await _store.ReplaceActiveAsync(
            KeyPurpose.Field,
            keys.ActiveField!.KeyId,
            generation => _wrapper.Create(KeyPurpose.Field, generation, now),
            DataKeyState.Decrypt,
            now,
            cancellationToken).ConfigureAwait(false);
        if (key is not null)
            Log.DataKeyFollowedRing(_logger, unchecked((uint)key.KeyId), key.Generation, key.KekId);
    }

    /// <summary>Reads stale keys again; a database that is out of reach leaves the known ones in use.</summary>
    private KeySet Refresh(KeySet? known)
    {
        if (known is null)
            return Reload(null);

        // Whoever comes meanwhile goes on with the known keys.
        _stale = false;
        try
        {
            return Reload(known);
        }
        catch (Exception failure) when (failure is DbException || failure.InnerException is DbException)
        {
            Log.DataKeyRefreshFailed(_logger, failure);

            // What the key ring has revoked is refused all the same.
            return Take(known.All.Select(key => key.Row));
        }
    }

    /// <summary>Reads the keys, unless another thread did so since <paramref name="known"/> was taken.</summary>
    private KeySet Reload(KeySet? known)
    {
        _gate.Wait();
        try
        {
            if (Volatile.Read(ref _keys) is { } present && present != known)
                return present;

            // Before reading, so that what changes meanwhile is noticed.
            _stale = false;
            return Take(Read());
        }
        catch
        {
            _stale = true;
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<KeySet> ReloadAsync(KeySet? known, CancellationToken cancellationToken, bool anew = false)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!anew && Volatile.Read(ref _keys) is { } present && present != known)
                return present;
            _stale = false;
            return Take(await ReadAsync(cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            _stale = true;
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    private List<DataKey> Read()
    {
        if (_columns.AdoptsPlaintext)
            _columns.MarkAdopted(_store.ReadAdopted());
        return _store.Read();
    }

    private async Task<List<DataKey>> ReadAsync(CancellationToken cancellationToken)
    {
        if (_columns.AdoptsPlaintext)
            _columns.MarkAdopted(_store.ReadAdopted());
        return await _store.ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    private RingKeys? ReadRing(KeySet? known)
    {
        try
        {
            return _wrapper.ReadRing();
        }
        catch (Exception failure) when (known is not null && failure is not OutOfMemoryException)
        {
            // The ring was readable before; its keeper may be out of reach for a while.
            Log.DataKeyRefreshFailed(_logger, failure);
            return known.Ring;
        }
    }

    /// <summary>Puts rows in place of the keys at hand.</summary>
    private KeySet Take(IEnumerable<DataKey> rows)
    {
        var known = Volatile.Read(ref _keys);
        var ring = ReadRing(known);

        // A key keeps what was unwrapped and derived, for the ciphers of other threads and because only its state or wrapping can change.
        var keys = new KeySet(rows.Select(row =>
        {
            var former = known?.Find(unchecked((uint)row.KeyId));
            return former is not null && former.CheckValue.AsSpan().SequenceEqual(row.CheckValue)
                ? new LoadedDataKey(row, former, ring)
                : new LoadedDataKey(row, null, ring);
        }), ring);
        Volatile.Write(ref _keys, keys);
        return keys;
    }
}

using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Encryption.Cipher;
using StrategyEngine.Data.Encryption.Keys;
using StrategyEngine.Data.Encryption.Mapping;
using StrategyEngine.Data.Encryption.Register;

namespace StrategyEngine.Data.Encryption;

/// <summary>The data keys of one database, unwrapped by a DataProtection key ring and cached.</summary>
/// <remarks>
/// <para>Thread-safe. One per database and process; give the same instance to every context of that database.</para>
/// <para>
/// Keys are read at the first use, again when a value names an unknown key, and at the first use after each
/// <see cref="RefreshInterval"/>, so that a rotation or revocation in another process is noticed.
/// </para>
/// </remarks>
public sealed class DataKeyRing : IDisposable
{
    private const int UnknownKeysRemembered = 1024;

    private static readonly TimeSpan s_unknownKeyPause = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ConcurrentDictionary<(string Entity, string Property), ColumnContext> _contexts = new();
    private readonly ConcurrentDictionary<uint, long> _unknown = new();
    private readonly KeyStore _store;
    private readonly ITimer _timer;
    private KeySet? _keys;
    private int _slots;
    private int _blindIndexGenerations = 1;
    private long? _followFailed;
    private volatile bool _adopts;
    private volatile bool _stale;
    private volatile bool _disposed;

    /// <summary>Creates the ring; nothing is read before the first use.</summary>
    /// <param name="protection">The key ring that wraps the data keys.</param>
    /// <param name="contextFactory">
    /// Makes a context whose model has <see cref="EncryptionModelBuilderExtensions.ApplyEncryptionTables"/> applied; it is disposed after each use.
    /// </param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="keyManager">
    /// The keys of the key ring, if known: tells a lost ring key from a revoked one and from an altered data key.
    /// </param>
    /// <param name="loggerFactory">Where key events are logged.</param>
    public DataKeyRing(
        IDataProtectionProvider protection,
        Func<DbContext> contextFactory,
        TimeProvider timeProvider,
        IKeyManager? keyManager = null,
        ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(protection);
        ArgumentNullException.ThrowIfNull(contextFactory);
        ArgumentNullException.ThrowIfNull(timeProvider);
        _store = new KeyStore(contextFactory);
        _timeProvider = timeProvider;
        _logger = (ILogger?)loggerFactory?.CreateLogger<DataKeyRing>() ?? NullLogger.Instance;
        Wrapper = new KeyWrapper(protection, keyManager);

        // Through a weak reference, so that a forgotten ring can be collected.
        var weak = new WeakReference<DataKeyRing>(this);
        _timer = timeProvider.CreateTimer(MarkStale, weak, RefreshInterval, RefreshInterval);
        Wrapper.OnRingChanged(MarkStale, weak);
    }

    /// <summary>How long a change of the keys in another process may go unnoticed.</summary>
    /// <value>60 seconds.</value>
    public static TimeSpan RefreshInterval { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether a new data key is made when the key ring has a new key, or has revoked the one in use.</summary>
    /// <value>Default: <see langword="true"/>. It happens at the start, or before the next save outside a transaction.</value>
    public bool RotateWithKeyRing { get; init; } = true;

    /// <summary>The SQL of the database. With it, the first save through a model checks its columns as <see cref="EncryptionKeyManager.VerifyAsync"/> does.</summary>
    /// <value>Default: <see langword="null"/>, no check but that of <see cref="EncryptionKeyManager"/>.</value>
    public EncryptionDialect? Dialect { get; init; }

    internal KeyWrapper Wrapper { get; }

    internal KeyStore Store => _store;

    /// <summary>The models whose converters use this ring.</summary>
    internal RingModels Models { get; } = new();

    internal TimeProvider TimeProvider => _timeProvider;

    internal ILogger Logger => _logger;

    /// <summary>The keys at hand; reads them if there are none or they are too old.</summary>
    internal KeySet Keys
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var keys = Volatile.Read(ref _keys);
            return keys is null || _stale ? Refresh(keys) : keys;
        }
    }

    /// <summary>Loads the keys, and makes the first ones of an empty database.</summary>
    /// <remarks>
    /// Call it once at start, after migrating. When several processes do so at once on an empty database, all of them end up with the
    /// same keys.
    /// </remarks>
    /// <param name="cancellationToken">Cancels the wait for the database.</param>
    /// <returns>A task that ends when new values can be sealed.</returns>
    /// <exception cref="KeyRingMismatchException">The key ring is not the one that wrapped the active key.</exception>
    /// <exception cref="DataKeyTamperedException">The stored active key was altered.</exception>
    public async Task EnsureActiveKeyAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var keys = Volatile.Read(ref _keys);
        if (keys is null || _stale)
            keys = await ReloadAsync(keys, cancellationToken).ConfigureAwait(false);
        if (keys.ActiveField is null)
            keys = await CreateFirstAsync(KeyPurpose.Field, cancellationToken).ConfigureAwait(false);
        foreach (var purpose in BlindIndexRoots())
        {
            if (keys.Active(purpose) is null)
                keys = await CreateFirstAsync(purpose, cancellationToken).ConfigureAwait(false);
        }

        DemandRing(keys);
        keys = await FollowRingAsync(keys, cancellationToken).ConfigureAwait(false);
        keys.ActiveField!.Material(Wrapper, FieldLocation.None);
        foreach (var purpose in BlindIndexRoots())
            keys.Active(purpose)!.Material(Wrapper, FieldLocation.None);
    }

    /// <summary>Loads the keys, and makes the first ones of an empty database.</summary>
    /// <exception cref="KeyRingMismatchException">The key ring is not the one that wrapped the active key.</exception>
    /// <exception cref="DataKeyTamperedException">The stored active key was altered.</exception>
    public void EnsureActiveKey()
    {
        ActiveFieldKey();
        for (var generation = 1; generation <= _blindIndexGenerations; generation++)
            BlindIndexRoot(generation);
        DemandRing(Keys);
        ActiveFieldKey().Material(Wrapper, FieldLocation.None);
        for (var generation = 1; generation <= _blindIndexGenerations; generation++)
            BlindIndexRoot(generation).Material(Wrapper, FieldLocation.None);
    }

    /// <summary>Reads the keys from the database now.</summary>
    /// <param name="cancellationToken">Cancels the wait for the database.</param>
    /// <returns>A task that ends when the keys are those of the database.</returns>
    public Task RefreshAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return ReloadAsync(null, cancellationToken, anew: true);
    }

    /// <summary>Erases the keys from memory; every further command of a context that uses the ring is refused.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Models.Close();
        _timer.Dispose();
        foreach (var key in Volatile.Read(ref _keys)?.All ?? [])
            key.Dispose();
    }

    internal ColumnContext Context(string entity, string property) =>
        _contexts.GetOrAdd(
            (entity, property),
            static (name, ring) => new ColumnContext(name.Entity, name.Property, Interlocked.Increment(ref ring._slots) - 1),
            this);

    internal LoadedDataKey ActiveFieldKey() => Keys.ActiveField ?? CreateFirst(KeyPurpose.Field).ActiveField!;

    /// <summary>The root key of the blind indexes of a generation.</summary>
    internal LoadedDataKey BlindIndexRoot(int generation)
    {
        var purpose = KeyPurpose.BlindIndex(generation);
        return Keys.Active(purpose) ?? CreateFirst(purpose).Active(purpose)!;
    }

    /// <summary>Tells that the models of the ring have blind indexes of a generation, so that their root is there before a save.</summary>
    internal void RequireBlindIndexRoot(int generation)
    {
        for (var known = _blindIndexGenerations; generation > known; known = _blindIndexGenerations)
            Interlocked.CompareExchange(ref _blindIndexGenerations, generation, known);
    }

    /// <summary>Tells that a column of the ring takes over plaintext, so that the end of that is noticed.</summary>
    internal void WatchAdoption() => _adopts = true;

    /// <exception cref="EncryptionException">The key is unknown, revoked or destroyed, or the key ring does not open it.</exception>
    internal LoadedDataKey KeyFor(uint keyId, FieldLocation location)
    {
        var keys = Keys;
        return keys.Find(keyId) ?? FindAnew(keys, keyId) ?? throw new KeyUnknownException(location, keyId);
    }

    internal ColumnKey ColumnKey(LoadedDataKey key, ColumnContext context, FieldLocation location) =>
        key.Material(Wrapper, location).Column(context);

    /// <summary>Readies the keys for a save, where making the first one must not wait for the caller's own transaction.</summary>
    internal void Prepare(EncryptedModel model, bool inTransaction)
    {
        var keys = Keys;
        if (!HasActiveKeys(keys, inTransaction))
            EnsureActiveKey();
        else if (!inTransaction && keys.HasRingRotated)
            FollowRingAsync(keys, CancellationToken.None).GetAwaiter().GetResult();
        if (NeedsCheck(model, inTransaction))
            VerifyAsync(model, inTransaction, CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="Prepare"/>
    internal async ValueTask PrepareAsync(EncryptedModel model, bool inTransaction, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var keys = Volatile.Read(ref _keys) ?? await ReloadAsync(null, cancellationToken).ConfigureAwait(false);
        if (_stale && !inTransaction)
            keys = await ReloadAsync(keys, cancellationToken).ConfigureAwait(false);
        if (!HasActiveKeys(keys, inTransaction))
            await EnsureActiveKeyAsync(cancellationToken).ConfigureAwait(false);
        else if (!inTransaction)
            await FollowRingAsync(keys, cancellationToken).ConfigureAwait(false);
        if (NeedsCheck(model, inTransaction))
            await VerifyAsync(model, inTransaction, cancellationToken).ConfigureAwait(false);
    }

    // A second connection cannot take part in an ambient transaction.
    private bool NeedsCheck(EncryptedModel model, bool inTransaction) =>
        Dialect is not null
        && System.Transactions.Transaction.Current is null
        && model.LeaseOf(this).Check < (inTransaction ? ModelCheck.Compared : ModelCheck.Registered);

    private async Task VerifyAsync(EncryptedModel model, bool inTransaction, CancellationToken cancellationToken)
    {
        var lease = model.LeaseOf(this);

        // Registering a column would wait for the transaction of the caller; comparing does not.
        await new ColumnRegister(this, Dialect!).VerifyAsync(model.Model, register: !inTransaction, cancellationToken).ConfigureAwait(false);
        lease.Check = inTransaction ? ModelCheck.Compared : ModelCheck.Registered;
    }

    private IEnumerable<string> BlindIndexRoots() => Enumerable.Range(1, _blindIndexGenerations).Select(KeyPurpose.BlindIndex);

    /// <summary>Refuses a ring that lacks keys which the database needs, before anything is written under another.</summary>
    private static void DemandRing(KeySet keys)
    {
        var lost = keys.All.Where(key => key is { IsInUse: true, IsRingKeyMissing: true }).ToList();
        if (lost.Count > 0)
            throw new KeyRingMismatchException(FieldLocation.None, lost[0].KeyId, lost.Select(key => key.KekId).Distinct().ToList());
    }

    /// <summary>Makes a new data key if the ring has a new key, or has revoked the one that wraps the active data key.</summary>
    private async Task<KeySet> FollowRingAsync(KeySet keys, CancellationToken cancellationToken)
    {
        if (!RotateWithKeyRing || !keys.HasRingRotated || (_followFailed is { } failed && _timeProvider.GetElapsedTime(failed) < RefreshInterval))
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

    private async Task ReplaceActiveAsync(KeySet keys, CancellationToken cancellationToken)
    {
        var now = _timeProvider.GetUtcNow();
        var key = await _store.ReplaceActiveAsync(
            KeyPurpose.Field,
            keys.ActiveField!.KeyId,
            generation => Wrapper.Create(KeyPurpose.Field, generation, now),
            DataKeyState.Decrypt,
            now,
            cancellationToken).ConfigureAwait(false);
        if (key is not null)
            Log.DataKeyFollowedRing(_logger, unchecked((uint)key.KeyId), key.Generation, key.KekId);
    }

    private bool HasActiveKeys(KeySet keys, bool inTransaction)
    {
        if (keys.ActiveField is not null && BlindIndexRoots().All(purpose => keys.Active(purpose) is not null))
            return true;
        return inTransaction ? throw new NoActiveKeyException(FieldLocation.None) : false;
    }

    private static void MarkStale(object? state)
    {
        if (((WeakReference<DataKeyRing>)state!).TryGetTarget(out var ring))
            ring._stale = true;
    }

    /// <summary>Looks for a key that another process may have made since the keys were read.</summary>
    private LoadedDataKey? FindAnew(KeySet keys, uint keyId)
    {
        // Planted ids must not turn every read into a query.
        if (_unknown.TryGetValue(keyId, out var lookedAt) && _timeProvider.GetElapsedTime(lookedAt) < s_unknownKeyPause)
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

    private KeySet CreateFirst(string purpose)
    {
        var key = Wrapper.Create(purpose, generation: 1, _timeProvider.GetUtcNow());
        if (_store.TryAdd(key))
            Log.DataKeyCreated(_logger, unchecked((uint)key.KeyId), key.Generation, purpose);
        return Demand(Reload(Volatile.Read(ref _keys)), purpose);
    }

    private async Task<KeySet> CreateFirstAsync(string purpose, CancellationToken cancellationToken)
    {
        var key = Wrapper.Create(purpose, generation: 1, _timeProvider.GetUtcNow());
        if (await _store.TryAddAsync(key, cancellationToken).ConfigureAwait(false))
            Log.DataKeyCreated(_logger, unchecked((uint)key.KeyId), key.Generation, purpose);
        return Demand(await ReloadAsync(Volatile.Read(ref _keys), cancellationToken).ConfigureAwait(false), purpose);
    }

    private static KeySet Demand(KeySet keys, string purpose) =>
        keys.Active(purpose) is not null ? keys : throw new NoActiveKeyException(FieldLocation.None);

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
        catch (DbException failure)
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
        if (_adopts)
            MarkAdopted(_store.ReadAdopted());
        return _store.Read();
    }

    private async Task<List<DataKey>> ReadAsync(CancellationToken cancellationToken)
    {
        if (_adopts)
            MarkAdopted(_store.ReadAdopted());
        return await _store.ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    private void MarkAdopted(IEnumerable<string> contexts)
    {
        foreach (var name in contexts)
        {
            if (ColumnContext.TryParse(name, out var entity, out var property))
                Context(entity, property).IsAdopted = true;
        }
    }

    private RingKeys? ReadRing(KeySet? known)
    {
        try
        {
            return Wrapper.ReadRing();
        }
        catch (Exception failure) when (known is not null && failure is not OutOfMemoryException)
        {
            // The ring was readable before; its keeper may be out of reach for a while.
            Log.DataKeyRefreshFailed(_logger, failure);
            return known.Ring;
        }
    }

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

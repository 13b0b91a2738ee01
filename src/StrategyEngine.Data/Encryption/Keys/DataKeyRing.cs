using System.Diagnostics;

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
[DebuggerDisplay("DataKeyRing {Display,nq}")]
public sealed class DataKeyRing : IDisposable
{
    // DataKeyLoader reads the keys, makes them and reads them again; RingColumns numbers the columns.
    // This class answers what the start of a host, a save and a single value ask for.
    private readonly KeyStore _store;
    private readonly DataKeyLoader _loader;
    private readonly RingColumns _columns = new();
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private int _blindIndexGenerations = 1;
    private volatile bool _disposed;

    /// <summary>Creates the ring; nothing is read before the first use.</summary>
    /// <param name="protection">The key ring that wraps the data keys.</param>
    /// <param name="contextFactory">
    /// Makes a context whose model has <see cref="EncryptionModelBuilderExtensions.ApplyEncryptionTables"/> applied; it is disposed after
    /// each use.
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
        _loader = new DataKeyLoader(_store, Wrapper, _columns, timeProvider, _logger);
    }

    /// <summary>How long a change of the keys in another process may go unnoticed.</summary>
    /// <value>60 seconds.</value>
    public static TimeSpan RefreshInterval { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether a new data key is made when the key ring has a new key, or has revoked the one in use.</summary>
    /// <value>Default: true. It happens at the start, or before the next save outside a transaction.</value>
    public bool RotateWithKeyRing { get; init; } = true;

    /// <summary>
    /// The SQL of the database. With it, the first save through a model checks its columns as
    /// <see cref="EncryptionKeyManager.VerifyAsync"/> does.
    /// </summary>
    /// <value>Default: null, no check but that of <see cref="EncryptionKeyManager"/>.</value>
    public EncryptionDialect? Dialect { get; init; }

    internal KeyWrapper Wrapper { get; }

    internal KeyStore Store => _store;

    /// <summary>For the debugger: the ids of keys, which it does not read.</summary>
    internal string Display =>
        _disposed ? "disposed"
        : _loader.AtHand is { } keys ? Printed.Text($"with {Printed.Count(keys.All.Count(), "key")}, active {keys.ActiveField?.KeyId}")
        : "with no key read yet";

    /// <summary>The models whose converters use this ring.</summary>
    internal RingModels Models { get; } = new();

    internal TimeProvider TimeProvider => _timeProvider;

    internal ILogger Logger => _logger;

    /// <summary>The keys at hand; reads them if there are none or they are stale.</summary>
    internal KeySet Keys
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _loader.Keys;
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
        var keys = await _loader.LoadAsync(acceptStale: false, cancellationToken).ConfigureAwait(false);
        if (keys.ActiveField is null)
            keys = await _loader.CreateFirstAsync(KeyPurpose.Field, cancellationToken).ConfigureAwait(false);
        foreach (var purpose in BlindIndexRoots())
        {
            if (keys.Active(purpose) is null)
                keys = await _loader.CreateFirstAsync(purpose, cancellationToken).ConfigureAwait(false);
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
        return _loader.ReadAnewAsync(cancellationToken);
    }

    /// <summary>Erases the keys from memory; every further command of a context that uses the ring is refused.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Models.Close();
        _loader.Dispose();
    }

    internal ColumnName Column(string entity, string property) => _columns.Column(entity, property);

    internal LoadedDataKey ActiveFieldKey() => Keys.ActiveField ?? _loader.CreateFirst(KeyPurpose.Field).ActiveField!;

    /// <summary>The root key of the blind indexes of a generation.</summary>
    internal LoadedDataKey BlindIndexRoot(int generation)
    {
        var purpose = KeyPurpose.BlindIndex(generation);
        return Keys.Active(purpose) ?? _loader.CreateFirst(purpose).Active(purpose)!;
    }

    /// <summary>Tells that the models of the ring have blind indexes of a generation, so that their root is there before a save.</summary>
    internal void RequireBlindIndexRoot(int generation)
    {
        for (var known = _blindIndexGenerations; generation > known; known = _blindIndexGenerations)
            Interlocked.CompareExchange(ref _blindIndexGenerations, generation, known);
    }

    /// <summary>Tells that a column of the ring takes over plaintext, so that the end of that is noticed.</summary>
    internal void WatchAdoption() => _columns.AdoptsPlaintext = true;

    /// <exception cref="EncryptionException">The key is unknown, revoked or destroyed, or the key ring does not open it.</exception>
    internal LoadedDataKey KeyFor(uint keyId, FieldLocation location)
    {
        var keys = Keys;
        return keys.Find(keyId) ?? _loader.FindAnew(keys, keyId) ?? throw new KeyUnknownException(location, keyId);
    }

    internal ColumnKey ColumnKeyFor(LoadedDataKey key, ColumnName column, FieldLocation location) =>
        key.Material(Wrapper, location).Column(column);

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
        var keys = await _loader.LoadAsync(acceptStale: inTransaction, cancellationToken).ConfigureAwait(false);
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
        await new ColumnRegister(this, Dialect!).VerifyAsync(model.Model, register: !inTransaction, cancellationToken)
            .ConfigureAwait(false);
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

    private Task<KeySet> FollowRingAsync(KeySet keys, CancellationToken cancellationToken) =>
        RotateWithKeyRing ? _loader.FollowRingAsync(keys, cancellationToken) : Task.FromResult(keys);

    private bool HasActiveKeys(KeySet keys, bool inTransaction)
    {
        if (keys.ActiveField is not null && BlindIndexRoots().All(purpose => keys.Active(purpose) is not null))
            return true;
        return inTransaction ? throw new NoActiveKeyException(FieldLocation.None) : false;
    }
}

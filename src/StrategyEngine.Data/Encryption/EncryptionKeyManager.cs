using System.Diagnostics;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Encryption.Jobs;
using StrategyEngine.Data.Encryption.Keys;
using StrategyEngine.Data.Encryption.Mapping;
using StrategyEngine.Data.Encryption.Register;

namespace StrategyEngine.Data.Encryption;

/// <summary>Shows, rotates, rewraps and gives up data keys, and moves stored values to the newest one.</summary>
/// <remarks>
/// Thread-safe. Other processes notice a change within <see cref="DataKeyRing.RefreshInterval"/>, a new key at once when they read it.
/// </remarks>
[DebuggerDisplay("EncryptionKeyManager of a ring {_ring.Display,nq}")]
public sealed class EncryptionKeyManager
{
    private readonly DataKeyRing _ring;
    private readonly Func<DbContext> _contextFactory;
    private readonly EncryptionDialect _dialect;
    private readonly TimeProvider _timeProvider;
    private readonly DataKeyStateChange _change;

    /// <summary>Creates the manager.</summary>
    /// <param name="ring">The data keys of the database.</param>
    /// <param name="contextFactory">Makes a context of the database with <c>UseEncryption(ring)</c>; it is disposed after each use.</param>
    /// <param name="dialect">The SQL of the database.</param>
    /// <param name="timeProvider">The clock.</param>
    public EncryptionKeyManager(DataKeyRing ring, Func<DbContext> contextFactory, EncryptionDialect dialect, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(ring);
        ArgumentNullException.ThrowIfNull(contextFactory);
        ArgumentNullException.ThrowIfNull(dialect);
        ArgumentNullException.ThrowIfNull(timeProvider);
        _ring = ring;
        _contextFactory = contextFactory;
        _dialect = dialect;
        _timeProvider = timeProvider;
        _change = new DataKeyStateChange(ring, contextFactory, dialect, timeProvider);
    }

    /// <summary>Lists the data keys, and counts per encrypted column what is stored under each; nothing is decrypted.</summary>
    /// <remarks>Works under any key ring, also to see which one a restored database needs.</remarks>
    /// <param name="cancellationToken">Cancels the counting.</param>
    /// <returns>Keys and counts, read at slightly different moments if others write meanwhile.</returns>
    public async Task<EncryptionStatus> GetStatusAsync(CancellationToken cancellationToken = default)
    {
        var keys = await _ring.Store.ReadAsync(cancellationToken).ConfigureAwait(false);
        var context = _contextFactory();
        await using (context.ConfigureAwait(false))
        {
            var columns = await new ColumnCensus(context, _dialect).CountAsync(cancellationToken).ConfigureAwait(false);
            return new EncryptionStatus(
                keys.OrderByDescending(key => key.Purpose, StringComparer.Ordinal)
                    .ThenByDescending(key => key.Generation)
                    .Select(DataKeyStatus.Of)
                    .ToList(),
                columns,
                RingKeyNeeds.Of(keys, _ring.Wrapper));
        }
    }

    /// <summary>
    /// Lists the keys of the key ring that the database needs, and tries whether the ring at hand opens what they wrap; no value is counted
    /// or read.
    /// </summary>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The keys in the order of their ids; none before the first data key.</returns>
    public async Task<IReadOnlyList<RingKeyStatus>> GetRingKeysAsync(CancellationToken cancellationToken = default) =>
        GetRingKeys(await _ring.Store.ReadAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>
    /// Lists the keys of the key ring that data keys from elsewhere need, such as those of a backup, and tries whether the ring at hand
    /// opens them.
    /// </summary>
    /// <param name="dataKeys">The data keys as they are stored.</param>
    /// <returns>The keys in the order of their ids.</returns>
    public IReadOnlyList<RingKeyStatus> GetRingKeys(IEnumerable<DataKey> dataKeys)
    {
        ArgumentNullException.ThrowIfNull(dataKeys);
        return RingKeyNeeds.Of(dataKeys, _ring.Wrapper, open: true);
    }

    /// <summary>Makes the first keys if there are none, and checks that keys, columns and stored values belong together.</summary>
    /// <remarks>
    /// A host does so when it starts, and migrating does so when it ends. Elsewhere the first save does; call it to know before.
    /// Columns that are new to the database are registered in <c>encryption_columns</c>.
    /// </remarks>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <returns>A task that ends when everything was found right.</returns>
    /// <exception cref="KeyRingMismatchException">The key ring lacks keys that the database needs.</exception>
    /// <exception cref="KeyRevokedException">The key ring has revoked a key that cannot be replaced: that of the blind indexes.</exception>
    /// <exception cref="DataKeyTamperedException">The stored active key was altered.</exception>
    /// <exception cref="RenamedColumnException">The stable name of a column changed while it holds values.</exception>
    /// <exception cref="EncryptionCanaryException">The known value of a column does not open.</exception>
    public async Task VerifyAsync(CancellationToken cancellationToken = default)
    {
        var context = _contextFactory();
        await using (context.ConfigureAwait(false))
        {
            // The model says which blind indexes there are.
            var model = context.Model;
            await _ring.RefreshAsync(cancellationToken).ConfigureAwait(false);
            await _ring.EnsureActiveKeyAsync(cancellationToken).ConfigureAwait(false);
            await new ColumnRegister(_ring, _dialect).VerifyAsync(model, register: true, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Makes a new data key and seals new values with it from now on; the former key still opens its values.</summary>
    /// <remarks>Values move to the new key when they are next changed, or all at once by <see cref="ReencryptAsync"/>.</remarks>
    /// <param name="cancellationToken">Cancels the rotation.</param>
    /// <returns>The new key.</returns>
    /// <exception cref="KeyRingMismatchException">The key ring is not the database's own: the new key would be lost to whoever has that
    /// ring.</exception>
    public async Task<DataKeyStatus> RotateDataKeyAsync(CancellationToken cancellationToken = default)
    {
        await _ring.RefreshAsync(cancellationToken).ConfigureAwait(false);
        foreach (var present in _ring.Keys.All.Where(key => key.State == DataKeyState.Active))
            DemandOwnRing(present);
        var now = _timeProvider.GetUtcNow();
        var key = await _ring.Store.ReplaceActiveAsync(
            KeyPurpose.Field,
            generation => _ring.Wrapper.Create(KeyPurpose.Field, generation, now),
            DataKeyState.Decrypt,
            now,
            cancellationToken).ConfigureAwait(false);
        await _ring.RefreshAsync(cancellationToken).ConfigureAwait(false);
        Log.DataKeyRotated(_ring.Logger, unchecked((uint)key.KeyId), key.Generation);
        return DataKeyStatus.Of(key);
    }

    /// <summary>
    /// Wraps all data keys in use again under the present key of the key ring, so that an older ring key is no longer needed.
    /// </summary>
    /// <remarks>Call it after the key ring has rotated. Rows of data are not touched.</remarks>
    /// <param name="evenIfRevoked">
    /// Whether to take over data keys whose ring key is revoked, which are refused otherwise. False by default. Whoever has
    /// the revoked ring key and an old copy of the database still has those data keys: rotate, re-encrypt and revoke them afterwards.
    /// </param>
    /// <param name="cancellationToken">Cancels between two keys.</param>
    /// <returns>The number of keys that moved to another key of the ring.</returns>
    /// <exception cref="EncryptionException">A key cannot be unwrapped; those before it are rewrapped.</exception>
    public async Task<int> RewrapAsync(bool evenIfRevoked = false, CancellationToken cancellationToken = default)
    {
        await _ring.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var rewrapped = 0;
        foreach (var key in _ring.Keys.All.Where(key => key.IsInUse))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var wrapped = Rewrap(key, evenIfRevoked);
            if (KeyWrapper.KekId(wrapped) != key.KekId
                && await _ring.Store.ReplaceWrappedAsync(key, wrapped, cancellationToken).ConfigureAwait(false))
            {
                rewrapped++;
            }
        }

        await _ring.RefreshAsync(cancellationToken).ConfigureAwait(false);
        Log.DataKeysRewrapped(_ring.Logger, rewrapped);
        return rewrapped;
    }

    /// <summary>
    /// Refuses a data key from now on: values under it throw <see cref="KeyRevokedException"/>. An active key is rotated first.
    /// </summary>
    /// <remarks>
    /// For a key that has become known to others. Rotate and re-encrypt first: what is still under the key cannot be read afterwards.
    /// </remarks>
    /// <param name="keyId">The id of a key that seals values; the root of the blind indexes cannot be revoked.</param>
    /// <param name="evenIfUsed">
    /// Whether to revoke at once, and give up values that are still under the key or that another process writes under it for the next
    /// <see cref="DataKeyRing.RefreshInterval"/>. False by default.
    /// </param>
    /// <param name="cancellationToken">Cancels the change.</param>
    /// <returns>A task that ends when the key is refused in this process.</returns>
    /// <exception cref="ArgumentException">There is no such key, or it is the root of the blind indexes.</exception>
    /// <exception cref="TradingDataException">
    /// Values are still under the key (code <c>encryption.key_in_use</c>); it is active, or destroyed (<c>encryption.key_state</c>); or it
    /// stopped sealing too short a time ago (<c>encryption.key_too_young</c>). Nothing was changed.
    /// </exception>
    public async Task RevokeAsync(uint keyId, bool evenIfUsed = false, CancellationToken cancellationToken = default)
    {
        var key = await _change.FindAsync(keyId, cancellationToken).ConfigureAwait(false);
        if (!evenIfUsed)
        {
            await _change.DemandUnusedAsync(key.KeyId, nameof(RevokeAsync), cancellationToken).ConfigureAwait(false);
            if (key.State == DataKeyState.Active)
                throw DataKeyStateChange.WrongState(key, "Call RotateDataKeyAsync first, or RevokeAsync with evenIfUsed, which rotates.");
            _change.DemandSettled(key);
        }
        else if (key.State == DataKeyState.Active)
        {
            await RotateDataKeyAsync(cancellationToken).ConfigureAwait(false);
        }

        DataKeyState[] from = [DataKeyState.Decrypt, DataKeyState.Retired];
        var unusedFor = evenIfUsed ? null : nameof(RevokeAsync);
        await _change.RunAsync(key, from, DataKeyState.Revoked, unusedFor, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts a former data key out of use that nothing is under any more; <see cref="ReinstateAsync"/> takes it back.</summary>
    /// <remarks>
    /// The database cannot see backups, nor transactions that are still open: a value that comes from one is refused until the key is
    /// reinstated.
    /// </remarks>
    /// <param name="keyId">The id of a key in the state <see cref="DataKeyState.Decrypt"/>.</param>
    /// <param name="cancellationToken">Cancels the change.</param>
    /// <returns>A task that ends when the key is refused in this process.</returns>
    /// <exception cref="ArgumentException">There is no such key, or it is the root of the blind indexes.</exception>
    /// <exception cref="TradingDataException">
    /// Values are still under the key (code <c>encryption.key_in_use</c>); it is active, or no longer in use
    /// (<c>encryption.key_state</c>); or it stopped sealing less than <see cref="DataKeyRing.RefreshInterval"/> ago, so that another
    /// process may still write under it (<c>encryption.key_too_young</c>). Nothing was changed.
    /// </exception>
    public async Task RetireAsync(uint keyId, CancellationToken cancellationToken = default)
    {
        var key = await _change.FindAsync(keyId, cancellationToken).ConfigureAwait(false);
        if (key.State != DataKeyState.Decrypt)
        {
            throw DataKeyStateChange.WrongState(
                key, $"Only a key in the state {DataKeyState.Decrypt} is retired; rotate an active one first.");
        }

        _change.DemandSettled(key);
        await _change.RunAsync(key, [DataKeyState.Decrypt], DataKeyState.Retired, nameof(RetireAsync), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Takes a retired data key into use again, to read values that came back from a backup.</summary>
    /// <param name="keyId">The id of a key in the state <see cref="DataKeyState.Retired"/>.</param>
    /// <param name="cancellationToken">Cancels the change.</param>
    /// <returns>A task that ends when the key opens values in this process.</returns>
    /// <exception cref="ArgumentException">There is no such key, or it is the root of the blind indexes.</exception>
    /// <exception cref="TradingDataException">The key is not retired (code <c>encryption.key_state</c>).</exception>
    public async Task ReinstateAsync(uint keyId, CancellationToken cancellationToken = default)
    {
        var key = await _change.FindAsync(keyId, cancellationToken).ConfigureAwait(false);
        await _change.RunAsync(key, [DataKeyState.Retired], DataKeyState.Decrypt, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Erases a data key for good: what is under it, here and in every backup, is gone.</summary>
    /// <remarks>A backup of the table <c>encryption_data_keys</c> from before still holds the wrapped key.</remarks>
    /// <param name="keyId">The id of a key that is retired or revoked.</param>
    /// <param name="evenIfUsed">
    /// Whether to erase a key that values are still under, and those values with it, in the state <see cref="DataKeyState.Decrypt"/> too.
    /// False by default.
    /// </param>
    /// <param name="cancellationToken">Cancels the change.</param>
    /// <returns>A task that ends when the key is erased.</returns>
    /// <exception cref="ArgumentException">There is no such key, or it is the root of the blind indexes.</exception>
    /// <exception cref="TradingDataException">
    /// Values are still under the key (code <c>encryption.key_in_use</c>), or it is neither retired nor revoked
    /// (<c>encryption.key_state</c>). Nothing was changed.
    /// </exception>
    public async Task DestroyAsync(uint keyId, bool evenIfUsed = false, CancellationToken cancellationToken = default)
    {
        var key = await _change.FindAsync(keyId, cancellationToken).ConfigureAwait(false);

        // Retiring first gives what was still under way the time to come to light, while the key can be reinstated.
        DataKeyState[] from = evenIfUsed
            ? [DataKeyState.Decrypt, DataKeyState.Retired, DataKeyState.Revoked]
            : [DataKeyState.Retired, DataKeyState.Revoked];
        var unusedFor = evenIfUsed ? null : nameof(DestroyAsync);
        await _change.RunAsync(key, from, DataKeyState.Destroyed, unusedFor, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens every encrypted value and counts what re-encryption would do with it; changes nothing.</summary>
    /// <param name="progress">Told after each page; without a total, because nothing is counted before.</param>
    /// <param name="cancellationToken">Stops between two pages.</param>
    /// <returns>What each column holds, and which values cannot be read.</returns>
    public async Task<ReencryptionPlan> PlanReencryptionAsync(
        IProgress<ReencryptionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        await _ring.RefreshAsync(cancellationToken).ConfigureAwait(false);
        await _ring.EnsureActiveKeyAsync(cancellationToken).ConfigureAwait(false);
        var context = _contextFactory();
        await using (context.ConfigureAwait(false))
        {
            using var use = RingModels.Use(context);
            return await new ReencryptionSurvey(context, _ring, _dialect, _timeProvider, progress)
                .RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Moves all stored values to the active data key and to the present names of their columns, encrypts plaintext that is being
    /// taken over, and fills blind indexes; in batches, beside other writers.</summary>
    /// <remarks>
    /// <para>
    /// Each value is replaced only if it is still the one that was read, so that no other write is lost. Where a run stopped, by
    /// cancellation or by a killed process, the next one goes on. One run at a time works on a database.
    /// </para>
    /// <para>
    /// A process that has not noticed the rotation yet may write older values behind the run; run again after
    /// <see cref="DataKeyRing.RefreshInterval"/> before giving up the former key.
    /// </para>
    /// </remarks>
    /// <param name="options">How to go about it, or null for the defaults.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    /// <returns>What was done, and which values cannot be read.</returns>
    /// <exception cref="ReencryptionBusyException">Another run is at work.</exception>
    /// <exception cref="OptionsOutOfRangeException">An option is out of its range.</exception>
    public async Task<ReencryptionResult> ReencryptAsync(
        ReencryptionOptions? options = null,
        IProgress<ReencryptionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new ReencryptionOptions();
        OptionRanges.Demand(options);
        await VerifyAsync(cancellationToken).ConfigureAwait(false);
        var context = _contextFactory();
        await using (context.ConfigureAwait(false))
        {
            using var use = RingModels.Use(context);
            var run = new ReencryptionRun(context, _ring, _dialect, options, _timeProvider, progress);
            await using (run.ConfigureAwait(false))
                return await run.RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private byte[] Rewrap(LoadedDataKey key, bool evenIfRevoked)
    {
        if (!evenIfRevoked || !key.IsRingKeyRevoked)
            return _ring.Wrapper.Wrap(key.Material(_ring.Wrapper, FieldLocation.None));
        using var rescued = key.Rescue(_ring.Wrapper);
        return _ring.Wrapper.Wrap(rescued);
    }

    private void DemandOwnRing(LoadedDataKey key)
    {
        // What this process still has in memory may hide that the ring is gone.
        if (key.IsRingKeyMissing)
            throw new KeyRingMismatchException(FieldLocation.None, key.KeyId, [key.KekId]);
        try
        {
            _ = key.Material(_ring.Wrapper, FieldLocation.None);
        }
        catch (KeyRevokedException)
        {
            // The ring is the right one, and a revoked key is a reason to rotate.
        }
    }
}

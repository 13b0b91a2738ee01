using Microsoft.EntityFrameworkCore;
using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Encryption.Jobs;
using StrategyEngine.Data.Encryption.Keys;

namespace StrategyEngine.Data.Encryption;

/// <summary>Shows, rotates, rewraps and revokes data keys, and moves stored values to the newest one.</summary>
/// <remarks>Thread-safe. Other processes notice a change within <see cref="DataKeyRing.RefreshInterval"/>, a new key at once when they read it.</remarks>
public sealed class EncryptionKeyManager
{
    private readonly DataKeyRing _ring;
    private readonly Func<DbContext> _contextFactory;
    private readonly EncryptionDialect _dialect;
    private readonly TimeProvider _timeProvider;

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
    }

    /// <summary>Lists the data keys, and counts per encrypted column what is stored under each; nothing is decrypted.</summary>
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
                columns);
        }
    }

    /// <summary>Makes a new data key and seals new values with it from now on; the former key still opens its values.</summary>
    /// <remarks>Values move to the new key when they are next changed, or all at once by <see cref="ReencryptAsync"/>.</remarks>
    /// <param name="cancellationToken">Cancels the rotation.</param>
    /// <returns>The new key.</returns>
    /// <exception cref="KeyRingMismatchException">The key ring is not the database's own: the new key would be lost to whoever has that ring.</exception>
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

    /// <summary>Wraps all data keys again under the present key of the key ring, so that an older ring key is no longer needed.</summary>
    /// <remarks>Call it after the key ring has rotated. Rows of data are not touched.</remarks>
    /// <param name="cancellationToken">Cancels between two keys.</param>
    /// <returns>The number of keys that moved to another key of the ring.</returns>
    /// <exception cref="EncryptionException">A key cannot be unwrapped; those before it are rewrapped.</exception>
    public async Task<int> RewrapAsync(CancellationToken cancellationToken = default)
    {
        await _ring.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var rewrapped = 0;
        foreach (var key in _ring.Keys.All.Where(key => key.State is DataKeyState.Active or DataKeyState.Decrypt))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var wrapped = _ring.Wrapper.Wrap(key.Material(_ring.Wrapper, FieldLocation.None));
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

    /// <summary>Refuses a data key from now on: values under it throw <see cref="KeyRevokedException"/>. An active key is rotated first.</summary>
    /// <remarks>For a key that has become known to others. Rotate and re-encrypt first: what is still under the key cannot be read afterwards.</remarks>
    /// <param name="keyId">The id of a key that seals values; the root of the blind indexes cannot be revoked.</param>
    /// <param name="evenIfUsed">Whether to revoke a key that values are still under, and give those values up. <value>False by default.</value></param>
    /// <param name="cancellationToken">Cancels the change.</param>
    /// <returns>A task that ends when the key is refused in this process.</returns>
    /// <exception cref="ArgumentException">There is no such key, or it is the root of the blind indexes.</exception>
    /// <exception cref="TradingDataException">Values are still under the key (code <c>encryption.key_in_use</c>); nothing was changed.</exception>
    public async Task RevokeAsync(uint keyId, bool evenIfUsed = false, CancellationToken cancellationToken = default)
    {
        await _ring.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var key = _ring.Keys.Find(keyId) ?? throw new ArgumentException($"There is no data key {keyId:x8}.", nameof(keyId));
        if (key.Purpose != KeyPurpose.Field)
            throw new ArgumentException($"Data key {keyId:x8} is the root of the blind indexes; without it no lookup would find its row.", nameof(keyId));
        if (!evenIfUsed)
        {
            var status = await GetStatusAsync(cancellationToken).ConfigureAwait(false);
            var used = status.Columns.Sum(column => column.ValuesByKey.GetValueOrDefault(keyId));
            if (used > 0)
            {
                throw new TradingDataException(
                    "encryption.key_in_use",
                    $"{used} values are still under data key {keyId:x8} and could not be read any more. Call RotateDataKeyAsync and ReencryptAsync first, or RevokeAsync with evenIfUsed to give them up.");
            }
        }

        if (key.State == DataKeyState.Active)
            await RotateDataKeyAsync(cancellationToken).ConfigureAwait(false);
        await _ring.Store.SetStateAsync(keyId, DataKeyState.Revoked, _timeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        await _ring.RefreshAsync(cancellationToken).ConfigureAwait(false);
        Log.DataKeyRevoked(_ring.Logger, keyId);
    }

    /// <summary>Moves all stored values to the active data key, in batches, beside other writers.</summary>
    /// <remarks>
    /// <para>
    /// Each value is replaced only if it is still the one that was read, so that no other write is lost. Where a run stopped, by
    /// cancellation or by a killed process, the next one goes on.
    /// </para>
    /// <para>
    /// A process that has not noticed the rotation yet may write older values behind the run; run again after
    /// <see cref="DataKeyRing.RefreshInterval"/> before giving up the former key.
    /// </para>
    /// </remarks>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    /// <returns>What was done, and which values cannot be read.</returns>
    public async Task<ReencryptionResult> ReencryptAsync(
        IProgress<ReencryptionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        await _ring.RefreshAsync(cancellationToken).ConfigureAwait(false);
        await _ring.EnsureActiveKeyAsync(cancellationToken).ConfigureAwait(false);
        var context = _contextFactory();
        await using (context.ConfigureAwait(false))
        {
            return await new ReencryptionRun(context, _ring, _dialect, _timeProvider, progress)
                .RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void DemandOwnRing(LoadedDataKey key)
    {
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

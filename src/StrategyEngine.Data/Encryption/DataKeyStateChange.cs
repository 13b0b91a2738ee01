using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Encryption.Jobs;
using StrategyEngine.Data.Encryption.Keys;
using StrategyEngine.Data.Encryption.Register;

namespace StrategyEngine.Data.Encryption;

/// <summary>Puts a data key into another state, but for a key whose values would be given up unnoticed.</summary>
internal sealed class DataKeyStateChange(
    DataKeyRing ring, Func<DbContext> contextFactory, EncryptionDialect dialect, TimeProvider timeProvider)
{
    /// <summary>The key that seals values, as the database has it now.</summary>
    /// <exception cref="ArgumentException">There is no such key, or it is the root of the blind indexes.</exception>
    public async Task<LoadedDataKey> FindAsync(uint keyId, CancellationToken cancellationToken)
    {
        await ring.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var key = ring.Keys.Find(keyId) ?? throw new ArgumentException($"There is no data key {keyId:x8}.", nameof(keyId));
        return key.Purpose == KeyPurpose.Field
            ? key
            : throw new ArgumentException(
                $"Data key {keyId:x8} is the root of the blind indexes; without it no lookup would find its row.", nameof(keyId));
    }

    public static TradingDataException WrongState(LoadedDataKey key, string repair) =>
        new("encryption.key_state", $"Data key {key.KeyId:x8} is in the state {key.State}. {repair}");

    /// <exception cref="TradingDataException">Values are still under the key.</exception>
    public async Task DemandUnusedAsync(uint keyId, string call, CancellationToken cancellationToken)
    {
        var context = contextFactory();
        await using (context.ConfigureAwait(false))
            await DemandUnusedAsync(context, keyId, call, cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="TradingDataException">Another process may still write under the key.</exception>
    public void DemandSettled(LoadedDataKey key)
    {
        if (key.Row.RetiredAt is not { } since || since + DataKeyRing.RefreshInterval <= timeProvider.GetUtcNow())
            return;
        throw new TradingDataException(
            "encryption.key_too_young",
            $"Data key {key.KeyId:x8} stopped sealing at {since:u}, and another process may write under it for "
            + $"{DataKeyRing.RefreshInterval.TotalSeconds:0} seconds longer. Wait, call ReencryptAsync again, and repeat the call.");
    }

    /// <summary>Changes the state of a key, and counts its values in the same transaction, behind the lock that the change takes.</summary>
    /// <param name="key">The key.</param>
    /// <param name="from">The states of which it must have one.</param>
    /// <param name="to">Its new state.</param>
    /// <param name="unusedFor">The call that no value may be under the key for; null where values are given up.</param>
    /// <param name="cancellationToken">Cancels the change.</param>
    public async Task RunAsync(
        LoadedDataKey key, DataKeyState[] from, DataKeyState to, string? unusedFor, CancellationToken cancellationToken)
    {
        await new ColumnRegister(ring, dialect).ResealCanariesAsync(cancellationToken).ConfigureAwait(false);
        var context = contextFactory();
        await using (context.ConfigureAwait(false))
        {
            var strategy = context.Database.CreateExecutionStrategy();
            await strategy.ExecuteAsync(
                async token =>
                {
                    var transaction = await context.Database.BeginTransactionAsync(token).ConfigureAwait(false);
                    await using (transaction.ConfigureAwait(false))
                    {
                        var now = timeProvider.GetUtcNow();
                        if (!await KeyStore.ChangeStateAsync(context, key.KeyId, from, to, now, token).ConfigureAwait(false))
                            throw WrongState(key, $"To be {to}, it must be {string.Join(" or ", from)}.");
                        if (unusedFor is not null)
                            await DemandUnusedAsync(context, key.KeyId, unusedFor, token).ConfigureAwait(false);
                        await transaction.CommitAsync(token).ConfigureAwait(false);
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }

        await ring.RefreshAsync(cancellationToken).ConfigureAwait(false);
        if (to == DataKeyState.Revoked)
            Log.DataKeyRevoked(ring.Logger, key.KeyId);
        else
            Log.DataKeyStateChanged(ring.Logger, key.KeyId, to.ToString());
    }

    private async Task DemandUnusedAsync(DbContext context, uint keyId, string call, CancellationToken cancellationToken)
    {
        var columns = await new ColumnCensus(context, dialect).CountAsync(cancellationToken).ConfigureAwait(false);
        if (columns.Sum(column => column.ValuesByKey.GetValueOrDefault(keyId)) is > 0 and var used)
        {
            var giveUp = call == nameof(EncryptionKeyManager.RetireAsync) ? "" : $", or {call} with evenIfUsed to give them up";
            throw new TradingDataException(
                "encryption.key_in_use",
                $"{used} values are still under data key {keyId:x8} and could not be read any more. Call RotateDataKeyAsync and "
                + $"ReencryptAsync first (values under a revoked key cannot be moved){giveUp}.");
        }
    }
}

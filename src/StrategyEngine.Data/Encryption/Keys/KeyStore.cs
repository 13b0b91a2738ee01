using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.Encryption.Keys;

/// <summary>Reads and changes <c>encryption_data_keys</c>, each time through a context of its own. Stateless.</summary>
internal sealed class KeyStore(Func<DbContext> contextFactory)
{
    public DbContext CreateContext() => contextFactory();

    public List<DataKey> Read()
    {
        using var context = contextFactory();
        return context.Set<DataKey>().AsNoTracking().ToList();
    }

    public async Task<List<DataKey>> ReadAsync(CancellationToken cancellationToken)
    {
        var context = contextFactory();
        await using (context.ConfigureAwait(false))
            return await context.Set<DataKey>().AsNoTracking().ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds the first key of a purpose; the unique index lets one process win.</summary>
    /// <returns>Whether it was this one.</returns>
    public bool TryAdd(DataKey key)
    {
        using var context = contextFactory();
        context.Add(key);
        try
        {
            context.SaveChanges();
            return true;
        }
        catch (DbUpdateException) when (HasActive(key.Purpose))
        {
            return false;
        }
    }

    /// <inheritdoc cref="TryAdd"/>
    public async Task<bool> TryAddAsync(DataKey key, CancellationToken cancellationToken)
    {
        var context = contextFactory();
        await using (context.ConfigureAwait(false))
        {
            context.Add(key);
            try
            {
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (DbUpdateException) when (HasActive(key.Purpose))
            {
                return false;
            }
        }
    }

    /// <summary>Lets a new key take the place of the active one, in one transaction.</summary>
    /// <param name="purpose">What the key is for.</param>
    /// <param name="create">Makes the key, given its generation.</param>
    /// <param name="formerState">What becomes of the key that was active.</param>
    /// <param name="now">The time of the change.</param>
    /// <param name="cancellationToken">Cancels the change.</param>
    public async Task<DataKey> ReplaceActiveAsync(
        string purpose,
        Func<int, DataKey> create,
        DataKeyState formerState,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        return (await ReplaceActiveAsync(purpose, null, create, formerState, now, cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>Lets a new key take the place of a known one, unless another process has replaced that.</summary>
    /// <returns>The new key; null if another process was first.</returns>
    public async Task<DataKey?> ReplaceActiveAsync(
        string purpose,
        uint? former,
        Func<int, DataKey> create,
        DataKeyState formerState,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        const int attempts = 3;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryReplaceActiveAsync(purpose, former, create, formerState, now, cancellationToken).ConfigureAwait(false);
            }
            catch (DbUpdateException) when (attempt < attempts && HasActive(purpose))
            {
                // Another process replaced the key in between; replace that one.
            }
        }
    }

    /// <summary>The columns whose plaintext has all been encrypted.</summary>
    public List<string> ReadAdopted()
    {
        using var context = contextFactory();
        return context.Set<EncryptionColumn>().Where(column => column.AdoptedAt != null).Select(column => column.Context).ToList();
    }

    /// <summary>Changes the state of a key, provided that it is one of the states it may be changed from; destroying erases it.</summary>
    /// <param name="context">The context, in a transaction of the caller.</param>
    /// <param name="keyId">The key.</param>
    /// <param name="from">The states it may be in.</param>
    /// <param name="to">The state it gets.</param>
    /// <param name="now">The time of the change.</param>
    /// <param name="cancellationToken">Cancels the change.</param>
    /// <returns>Whether it was in one of the states.</returns>
    public static async Task<bool> ChangeStateAsync(
        DbContext context, uint keyId, DataKeyState[] from, DataKeyState to, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = unchecked((int)keyId);
        byte[] nothing = [];
        var keys = context.Set<DataKey>().Where(key => key.KeyId == id && from.Contains(key.State));
        var changed = to == DataKeyState.Destroyed
            ? await keys.ExecuteUpdateAsync(
                key => key.SetProperty(row => row.State, to).SetProperty(row => row.Wrapped, nothing)
                    .SetProperty(row => row.RetiredAt, row => row.RetiredAt ?? now),
                cancellationToken).ConfigureAwait(false)
            : await keys.ExecuteUpdateAsync(
                key => key.SetProperty(row => row.State, to).SetProperty(row => row.RetiredAt, row => row.RetiredAt ?? now),
                cancellationToken).ConfigureAwait(false);
        return changed > 0;
    }

    /// <summary>Stores a key wrapped anew, unless another process did so first.</summary>
    public async Task<bool> ReplaceWrappedAsync(LoadedDataKey key, byte[] wrapped, CancellationToken cancellationToken)
    {
        var id = unchecked((int)key.KeyId);
        var former = key.Wrapped;
        var kekId = KeyWrapper.KekId(wrapped);
        var context = contextFactory();
        await using (context.ConfigureAwait(false))
        {
            var changed = await context.Set<DataKey>()
                .Where(row => row.KeyId == id && row.Wrapped == former)
                .ExecuteUpdateAsync(
                    row => row.SetProperty(stored => stored.Wrapped, wrapped).SetProperty(stored => stored.KekId, kekId),
                    cancellationToken)
                .ConfigureAwait(false);
            return changed > 0;
        }
    }

    private async Task<DataKey?> TryReplaceActiveAsync(
        string purpose,
        uint? former,
        Func<int, DataKey> create,
        DataKeyState formerState,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var context = contextFactory();
        await using (context.ConfigureAwait(false))
        {
            var strategy = context.Database.CreateExecutionStrategy();
            return await strategy.ExecuteAsync(
                async token =>
                {
                    context.ChangeTracker.Clear();
                    var transaction = await context.Database.BeginTransactionAsync(token).ConfigureAwait(false);
                    await using (transaction.ConfigureAwait(false))
                    {
                        // Before the insert, because only one key of a purpose may be active.
                        var formerId = unchecked((int?)former);
                        var replaced = await context.Set<DataKey>()
                            .Where(
                                key => key.Purpose == purpose
                                    && key.State == DataKeyState.Active
                                    && (formerId == null || key.KeyId == formerId))
                            .ExecuteUpdateAsync(
                                key => key.SetProperty(row => row.State, formerState).SetProperty(row => row.RetiredAt, now),
                                token)
                            .ConfigureAwait(false);
                        if (former is not null && replaced == 0)
                            return null;
                        var generation = await context.Set<DataKey>()
                            .Where(key => key.Purpose == purpose)
                            .MaxAsync(key => (int?)key.Generation, token)
                            .ConfigureAwait(false) ?? 0;
                        var successor = create(generation + 1);
                        context.Add(successor);
                        await context.SaveChangesAsync(token).ConfigureAwait(false);
                        await transaction.CommitAsync(token).ConfigureAwait(false);
                        return successor;
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    private bool HasActive(string purpose)
    {
        using var context = contextFactory();
        return context.Set<DataKey>().Any(key => key.Purpose == purpose && key.State == DataKeyState.Active);
    }
}

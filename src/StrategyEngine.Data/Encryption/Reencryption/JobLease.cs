using System.Globalization;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace StrategyEngine.Data.Encryption.Jobs;

/// <summary>The right to re-encrypt a database, held by one run at a time and extended while that lives.</summary>
internal sealed class JobLease(DbContext context, TimeProvider timeProvider, TimeSpan duration) : IAsyncDisposable
{
    private const string Name = "reencryption";
    private const string Nobody = "";

    private readonly RowUpdate _extension = new(
        context, typeof(EncryptionLease), [nameof(EncryptionLease.Until)], [nameof(EncryptionLease.Name), nameof(EncryptionLease.Owner)]);

    private readonly string _owner = string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.MachineName} process {Environment.ProcessId} run {Guid.CreateVersion7(timeProvider.GetUtcNow()):N}");

    /// <exception cref="ReencryptionBusyException">Another run holds it.</exception>
    public async Task AcquireAsync(CancellationToken cancellationToken)
    {
        const int attempts = 5;
        for (var attempt = 1; attempt <= attempts; attempt++)
        {
            var lease = await ReadAsync(cancellationToken).ConfigureAwait(false);
            var now = timeProvider.GetUtcNow();
            if (lease is not null && lease.Owner != Nobody && lease.Until > now)
                throw new ReencryptionBusyException(lease.Owner, lease.Until);
            if (lease is null
                ? await TryAddAsync(now, cancellationToken).ConfigureAwait(false)
                : await TryTakeAsync(lease, now, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        var holder = await ReadAsync(cancellationToken).ConfigureAwait(false);
        throw new ReencryptionBusyException(holder?.Owner ?? Nobody, holder?.Until ?? timeProvider.GetUtcNow());
    }

    /// <summary>Extends the lease, in the transaction of a page, so that a run that lost it commits nothing.</summary>
    /// <exception cref="ReencryptionBusyException">Another run took it, because this one was still for too long.</exception>
    public async Task ExtendAsync(IDbContextTransaction transaction, CancellationToken cancellationToken)
    {
        var until = timeProvider.GetUtcNow() + duration;
        if (await _extension.ExecuteAsync(transaction, [until, Name, _owner], cancellationToken).ConfigureAwait(false) > 0)
            return;
        var holder = await ReadAsync(cancellationToken).ConfigureAwait(false);
        throw new ReencryptionBusyException(holder?.Owner ?? Nobody, holder?.Until ?? until);
    }

    public Task ReleaseAsync() => SetAsync(lease => lease.Owner == _owner, Nobody, timeProvider.GetUtcNow(), CancellationToken.None);

    public ValueTask DisposeAsync() => _extension.DisposeAsync();

    private Task<EncryptionLease?> ReadAsync(CancellationToken cancellationToken) =>
        context.Set<EncryptionLease>().AsNoTracking().SingleOrDefaultAsync(lease => lease.Name == Name, cancellationToken);

    private async Task<bool> TryAddAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var lease = context.Add(new EncryptionLease { Name = Name, Owner = _owner, Until = now + duration });
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DbUpdateException)
        {
            // Another run was first.
            return false;
        }
        finally
        {
            lease.State = EntityState.Detached;
        }
    }

    private async Task<bool> TryTakeAsync(EncryptionLease former, DateTimeOffset now, CancellationToken cancellationToken) =>
        await SetAsync(lease => lease.Owner == former.Owner && lease.Until == former.Until, _owner, now + duration, cancellationToken)
            .ConfigureAwait(false) > 0;

    private Task<int> SetAsync(
        System.Linq.Expressions.Expression<Func<EncryptionLease, bool>> condition,
        string owner,
        DateTimeOffset until,
        CancellationToken cancellationToken) =>
        context.Set<EncryptionLease>()
            .Where(lease => lease.Name == Name)
            .Where(condition)
            .ExecuteUpdateAsync(
                set => set.SetProperty(lease => lease.Owner, owner).SetProperty(lease => lease.Until, until), cancellationToken);
}

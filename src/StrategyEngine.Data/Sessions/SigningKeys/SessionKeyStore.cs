using System.Security.Cryptography;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sessions.Tokens;

/// <summary>Reads, makes and rotates the keys of sessions, which live encrypted in <c>signing_keys</c>.</summary>
/// <remarks>
/// Thread-safe. Nodes that need a key at once insert the same (algorithm, epoch): the unique key lets one win, the others read it.
/// What is known is read again every <see cref="ReloadInterval"/>, which is sooner than any announced key signs.
/// </remarks>
internal sealed class SessionKeyStore(TradingDatabase database, SessionOptions options, ILogger logger)
{
    public static readonly TimeSpan ReloadInterval = TimeSpan.FromSeconds(30);

    // After its last token has expired: the difference of clocks, and an hour.
    private static readonly TimeSpan Retention = AccessTokens.MaxLifetime + TimeSpan.FromHours(1);

    private readonly Lock _starting = new();
    private Task<SessionKeys>? _loading;
    private volatile Loaded? _loaded;
    private volatile int _generation;
    private long? _reloadedAt;

    /// <summary>Keys with which to sign now; made if there are none.</summary>
    public ValueTask<SessionKeys> GetAsync(CancellationToken cancellationToken) =>
        GetAsync(Moment.Of(database.TimeProvider), cancellationToken);

    /// <summary>
    /// The key of an access token; null if there is none. For a key that is not known here the keys are read again, because another node
    /// may have just made it: at most once in <see cref="ReloadInterval"/>, whatever key ids clients make up.
    /// </summary>
    public ValueTask<AccessTokenKey?> FindAsync(string keyId, Moment moment, CancellationToken cancellationToken) =>
        Current(moment)?.Find(keyId, moment.Now) is { } key ? new(key) : FindSlowlyAsync(keyId, moment, cancellationToken);

    /// <summary>Has the keys read again before their next use.</summary>
    public void Forget() => Interlocked.Increment(ref _generation);

    private async ValueTask<AccessTokenKey?> FindSlowlyAsync(string keyId, Moment moment, CancellationToken cancellationToken)
    {
        var keys = await GetAsync(moment, cancellationToken).ConfigureAwait(false);
        if (keys.Find(keyId, database.TimeProvider.GetUtcNow()) is { } key)
            return key;
        if (keys.Holds(keyId) || !TakeReload(moment))
            return null;
        Forget();
        return (await GetAsync(cancellationToken).ConfigureAwait(false)).Find(keyId, database.TimeProvider.GetUtcNow());
    }

    private bool TakeReload(Moment moment)
    {
        lock (_starting)
        {
            if (_reloadedAt is { } last && database.TimeProvider.GetElapsedTime(last, moment.Timestamp) < ReloadInterval)
                return false;
            _reloadedAt = moment.Timestamp;
            return true;
        }
    }

    private ValueTask<SessionKeys> GetAsync(Moment moment, CancellationToken cancellationToken) =>
        Current(moment) is { } keys ? new(keys) : new(LoadOnceAsync(cancellationToken));

    private SessionKeys? Current(Moment moment) =>
        _loaded is { } loaded
        && loaded.Generation == _generation
        && database.TimeProvider.GetElapsedTime(loaded.ReadAt, moment.Timestamp) < ReloadInterval
        && loaded.Keys.Suffice(moment.Now, options.SigningKeyAnnouncement)
            ? loaded.Keys
            : null;

    // All who wait share one reading, which none of them cancels.
    private Task<SessionKeys> LoadOnceAsync(CancellationToken cancellationToken)
    {
        lock (_starting)
        {
            if (Current(Moment.Of(database.TimeProvider)) is { } keys)
                return Task.FromResult(keys);
            if (_loading is null or { IsCompleted: true })
                _loading = Task.Run(LoadAsync, CancellationToken.None);
            return _loading.WaitAsync(cancellationToken);
        }
    }

    private async Task<SessionKeys> LoadAsync()
    {
        var now = Instants.Now(database.TimeProvider);
        while (true)
        {
            var generation = _generation;
            var readAt = database.TimeProvider.GetTimestamp();
            var keys = await ReadAsync().ConfigureAwait(false);
            if (!keys.Suffice(now, options.SigningKeyAnnouncement))
            {
                await AddAsync(NewKey(keys, now)).ConfigureAwait(false);
            }
            else if (generation == _generation)
            {
                _loaded = new Loaded(keys, readAt, generation);
                return keys;
            }
        }
    }

    // The key that is wanting now.
    private SigningKey NewKey(SessionKeys keys, DateTimeOffset now)
    {
        if (keys.Root is null)
            return NewKey(SigningKeyNames.Refresh, keys.LastRootEpoch + 1, RandomNumberGenerator.GetBytes(RefreshKey.RootSize), now, null);

        // A first key is active at once, also by the clock of a node that is behind.
        var activates = keys.Signing(now) is null
            ? now - options.ClockSkew
            : keys.NeedsSuccessorAt(now, options.SigningKeyAnnouncement)!.Value;
        return NewAccessKey(keys.LastEpoch + 1, activates);
    }

    private SigningKey NewAccessKey(int epoch, DateTimeOffset activates) => NewKey(
        SigningKeyNames.Of(options.SigningAlgorithm),
        epoch,
        AccessTokenKey.NewMaterial(options.SigningAlgorithm),
        activates,
        activates + options.SigningKeyLifetime);

    private SigningKey NewKey(string algorithm, int epoch, byte[] material, DateTimeOffset activates, DateTimeOffset? retires) => new()
    {
        Id = Guid.CreateVersion7(database.TimeProvider.GetUtcNow()),
        Algorithm = algorithm,
        Epoch = epoch,
        Material = new Secret<byte[]>(material),
        ActivatesAt = activates,
        RetiresAt = retires,
        DeletesAt = retires + Retention,
    };

    private async Task AddAsync(SigningKey key)
    {
        var context = OwnContext.Open(database);
        await using (context.ConfigureAwait(false))
        {
            context.Add(key);
            try
            {
                await context.SaveChangesAsync().ConfigureAwait(false);
                Log.SigningKeyCreated(logger, key.Algorithm, key.Epoch, key.ActivatesAt);
            }
            catch (DuplicateRecordException)
            {
                // Another node was first; its key is read next.
            }
        }
    }

    private async Task<SessionKeys> ReadAsync()
    {
        var context = OwnContext.Open(database);
        await using (context.ConfigureAwait(false))
        {
            var rows = await context.Set<SigningKey>().AsNoTracking().ToListAsync().ConfigureAwait(false);
            return new SessionKeys(rows, options.SigningAlgorithm, row => row.Material!.Reveal(), _loaded?.Keys);
        }
    }

    private sealed record Loaded(SessionKeys Keys, long ReadAt, int Generation);
}

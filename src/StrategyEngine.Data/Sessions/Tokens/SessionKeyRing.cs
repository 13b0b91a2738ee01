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
/// What is known is read again every <see cref="ReloadInterval"/>, which is sooner than any announced key signs, and no more often
/// whatever key ids clients present.
/// </remarks>
internal sealed class SessionKeyRing(TradingDatabase database, SessionOptions options, ILogger logger)
{
    public static readonly TimeSpan ReloadInterval = TimeSpan.FromSeconds(30);

    // After its last token has expired: the difference of clocks, and an hour.
    private static readonly TimeSpan Retention = AccessTokens.MaxLifetime + TimeSpan.FromHours(1);

    private readonly Lock _starting = new();
    private Task<SessionKeys>? _loading;
    private volatile Loaded? _loaded;

    /// <summary>Keys with which to sign now; made if there are none.</summary>
    public ValueTask<SessionKeys> GetAsync(CancellationToken cancellationToken) => GetAsync(Moment.Of(database.TimeProvider), cancellationToken);

    /// <summary>The key of an access token; null if there is none. Reads again, but not often, for a key that is not known yet.</summary>
    public ValueTask<AccessTokenKey?> FindAsync(string keyId, Moment moment, CancellationToken cancellationToken)
    {
        var getting = GetAsync(moment, cancellationToken);
        return getting.IsCompletedSuccessfully ? new(getting.Result.Find(keyId, moment.Now)) : FindAsync(getting, keyId);
    }

    private async ValueTask<AccessTokenKey?> FindAsync(ValueTask<SessionKeys> getting, string keyId) =>
        (await getting.ConfigureAwait(false)).Find(keyId, database.TimeProvider.GetUtcNow());

    private ValueTask<SessionKeys> GetAsync(Moment moment, CancellationToken cancellationToken) =>
        Current(moment) is { } keys ? new(keys) : new(LoadOnceAsync(cancellationToken));

    private SessionKeys? Current(Moment moment) =>
        _loaded is { } loaded
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
        var keys = await ReadAsync().ConfigureAwait(false);
        while (!keys.Suffice(now, options.SigningKeyAnnouncement))
        {
            await AddAsync(NewKey(keys, now)).ConfigureAwait(false);
            keys = await ReadAsync().ConfigureAwait(false);
        }

        return keys;
    }

    // The key that is wanting now.
    private SigningKey NewKey(SessionKeys keys, DateTimeOffset now)
    {
        if (keys.Root is null)
            return NewKey(SigningKeyNames.Refresh, keys.LastRootEpoch + 1, RandomNumberGenerator.GetBytes(RefreshKey.RootSize), now, null);

        // A first key is active at once, also by the clock of a node that is behind.
        var activates = keys.Signing(now) is null ? now - options.ClockSkew : keys.NeedsSuccessorAt(now, options.SigningKeyAnnouncement)!.Value;
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
            var readAt = database.TimeProvider.GetTimestamp();
            var rows = await context.Set<SigningKey>().AsNoTracking().ToListAsync().ConfigureAwait(false);
            var keys = new SessionKeys(rows, options.SigningAlgorithm, row => row.Material!.Reveal());
            _loaded = new Loaded(keys, readAt);
            return keys;
        }
    }

    private sealed record Loaded(SessionKeys Keys, long ReadAt);
}

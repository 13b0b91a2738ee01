using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Administration;

/// <summary>Looks at a database, and turns what goes wrong into checks.</summary>
internal sealed class HealthInspection(TradingDatabase database, HealthOptions options)
{
    private const string Connection = "connection", Schema = "schema", KeyRing = "keys", Engine = "engine";

    private readonly List<HealthCheck> _checks = [];
    private string _current = Connection;

    public async Task<DatabaseHealth> RunAsync(CancellationToken cancellationToken)
    {
        var began = database.TimeProvider.GetTimestamp();
        using var timeout = new CancellationTokenSource(options.Timeout, database.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await LookAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            Add(HealthState.Unhealthy,
                $"It was not done within {options.Timeout.TotalSeconds:0.###} seconds. Look for a long transaction or a slow disk, or "
                + $"raise HealthOptions.Timeout.");
        }
#pragma warning disable CA1031 // An ill database is a result. The message may hold more than a health report should.
        catch (Exception exception) when (exception is not OperationCanceledException and not OutOfMemoryException)
#pragma warning restore CA1031
        {
            Add(HealthState.Unhealthy, Describe(exception));
        }

        return new DatabaseHealth(_checks, database.TimeProvider.GetElapsedTime(began));
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var context = database.CreateContext();
        await using (context.ConfigureAwait(false))
        {
            var session = database.Provider.CreateMigrationSession(context);
            await using (session.ConfigureAwait(false))
            {
                if (!await session.ExistsAsync(cancellationToken).ConfigureAwait(false))
                {
                    Add(HealthState.Unhealthy, AdministrationErrors.NoDatabase);
                    return;
                }

                await session.OpenAsync(cancellationToken).ConfigureAwait(false);
                Add(HealthState.Healthy, $"{database.Provider.Name} answers.");
                _current = Schema;
                var schema = await SchemaPosition.ReadAsync(context, session, cancellationToken).ConfigureAwait(false);
                Add(schema.State, schema.Description);
                if (schema.Applied.Count > 0)
                {
                    // On the connection of the session, which waits for no lock.
                    _current = KeyRing;
                    var keys = await context.Set<DataKey>().AsNoTracking().ToListAsync(cancellationToken).ConfigureAwait(false);
                    var (state, description) = Judge(KeyManager(database).GetRingKeys(keys));
                    Add(state, description);
                }
            }

            _current = Engine;
            var administration = database.Provider.CreateAdministrationSession(context);
            await using (administration.ConfigureAwait(false))
                _checks.AddRange(await administration.CheckAsync(options.CheckIntegrity, cancellationToken).ConfigureAwait(false));
        }
    }

    private static EncryptionKeyManager KeyManager(TradingDatabase database) =>
        new(database.Keys, database.CreateContext, database.Provider.Encryption, database.TimeProvider);

    private static (HealthState State, string Description) Judge(IReadOnlyList<RingKeyStatus> keys)
    {
        if (Ids(keys, RingKeyAvailability.Missing) is { Length: > 0 } missing)
        {
            return (HealthState.Unhealthy,
                $"The key ring lacks keys that the database needs: {missing}. Point ProtectKeys at the database's own ring, or import its "
                + $"recovery kit.");
        }

        if (Ids(keys, RingKeyAvailability.Unusable) is { Length: > 0 } unusable)
        {
            return (HealthState.Unhealthy,
                $"Keys of the ring do not open what they should: {unusable}. Give the ring the secret or certificate it was made with, or "
                + $"restore encryption_data_keys.");
        }

        if (Ids(keys, RingKeyAvailability.Revoked) is { Length: > 0 } revoked)
        {
            return (HealthState.Degraded,
                $"The database still needs revoked keys of the ring: {revoked}. Call EncryptionKeyManager.RewrapAsync with evenIfRevoked, "
                + $"then rotate and re-encrypt.");
        }

        return (HealthState.Healthy,
            keys.Count == 0 ? "There are no data keys yet." : $"The key ring has the keys that the database needs ({keys.Count}).");
    }

    private static string Ids(IReadOnlyList<RingKeyStatus> keys, RingKeyAvailability availability) =>
        string.Join(", ", keys.Where(key => key.Availability == availability).Select(key => key.KeyId.ToString("D")));

    private string Describe(Exception exception) => database.Provider.Classify(exception).Kind switch
    {
        DatabaseErrorKind.Other =>
            exception is TradingDataException known ? $"{known.Code}: {known.Message}" : $"The look failed ({exception.GetType().Name}).",
        var kind => DatabaseErrorText.Of(
            database.Provider, kind, "Grant it SELECT on the tables of the application,"
                + " EF's history table and __trading_migration_journal among them."),
    };

    private void Add(HealthState state, string description) => _checks.Add(new HealthCheck(_current, state, description));
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data;

/// <summary>Gives a host's own context encrypted columns, without the trading model.</summary>
public static class EncryptedContextServiceCollectionExtensions
{
    /// <summary>
    /// Registers a context whose entities use <see cref="EncryptedAttribute"/>, <see cref="BlindIndexAttribute"/> and
    /// <see cref="Secret{T}"/>.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The model gets the tables that encryption keeps beside the data; they are part of the host's own migrations. When the host starts,
    /// or without a host at the first save, keys and columns are checked as <see cref="EncryptionKeyManager.VerifyAsync"/> does.
    /// </para>
    /// <para>
    /// Resolvable: the context (scoped) and its <see cref="IDbContextFactory{TContext}"/>, <see cref="EncryptionKeyManager"/>,
    /// <see cref="FieldProtector"/>, <see cref="KeyRing"/> and <see cref="KeyRingRecoveryKit"/>. Beside <c>AddTradingData</c>, or with
    /// several such contexts, the last four are those of the first registration; those of each context are keyed services under its type.
    /// </para>
    /// </remarks>
    /// <typeparam name="TContext">The context; it has a constructor that takes its options.</typeparam>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Chooses a provider and a key ring.</param>
    /// <returns>The same services.</returns>
    /// <example><code>
    /// services.AddEncryptedContext&lt;NotesContext&gt;(notes => notes
    ///     .UseSqlite("Data Source=notes.db")
    ///     .ProtectKeys(ring => ring.PersistKeysToFileSystem(new("keys"))));
    /// </code></example>
    public static IServiceCollection AddEncryptedContext<TContext>(this IServiceCollection services, Action<TradingDataBuilder> configure)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var key = typeof(TContext);
        var registration = new TradingRegistration(key.Name)
        {
            HoldsTradingModel = false,
            ContextFactory = provider => provider.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext(),
        };
        configure(new TradingDataBuilder(services, registration));
        services.TryAddKeyedSingleton(key, (provider, _) => registration.Build(provider));
        services.TryAddKeyedSingleton(key, (provider, _) => new FieldProtector(Database(provider).Keys));
        services.TryAddKeyedSingleton(key, (provider, _) => KeyManager(Database(provider)));
        services.TryAddKeyedSingleton(key, (provider, _) => Database(provider).KeyRing);
        services.TryAddKeyedSingleton(
            key, (provider, _) => new KeyRingRecoveryKit(Database(provider).KeyRing, KeyManager(Database(provider))));
        services.TryAddSingleton(provider => provider.GetRequiredKeyedService<FieldProtector>(key));
        services.TryAddSingleton(provider => provider.GetRequiredKeyedService<EncryptionKeyManager>(key));
        services.TryAddSingleton(provider => provider.GetRequiredKeyedService<KeyRing>(key));
        services.TryAddSingleton(provider => provider.GetRequiredKeyedService<KeyRingRecoveryKit>(key));
        services.AddSingleton<IHostedService>(provider => new EncryptedContextStartup(
            () => Database(provider), provider.GetService<ILogger<TContext>>() ?? (ILogger)NullLogger.Instance));
        return services.AddDbContextFactory<TContext>((provider, options) => Database(provider).Configure(options));

        TradingDatabase Database(IServiceProvider provider) => provider.GetRequiredKeyedService<TradingDatabase>(key);

        static EncryptionKeyManager KeyManager(TradingDatabase database) =>
            new(database.Keys, database.CreateContext, database.Provider.Encryption, database.TimeProvider);
    }
}

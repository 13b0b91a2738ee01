using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Auditing;
using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.MarketData.Indicators;
using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Performance;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sessions;
using StrategyEngine.Data.Trading;

namespace StrategyEngine.Data;

/// <summary>Registers the library.</summary>
public static class TradingDataServiceCollectionExtensions
{
    /// <summary>
    /// Registers the library with <see cref="TradingDbContext"/> on the database that <paramref name="configure"/> chooses.
    /// </summary>
    /// <remarks>
    /// Registers, if they are not yet there: <see cref="TradingDbContext"/> (scoped, pooled), its factory, and the library's services as
    /// singletons. May be called again to add to the first call, on the same database; another one needs a name of its own. What is
    /// missing or wrong is said, all at once, when the host starts or, without a host, when a service is first resolved:
    /// <see cref="TradingDataConfigurationException"/>.
    /// </remarks>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Chooses at least a provider, such as <c>UseSqlite</c>, and a key ring with <c>ProtectKeys</c>.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddTradingData(this IServiceCollection services, Action<TradingDataBuilder> configure) =>
        services.AddTradingData((string?)null, configure);

    /// <summary>Registers a further database of the application, whose services are keyed by <paramref name="name"/>.</summary>
    /// <inheritdoc cref="AddTradingData(IServiceCollection, Action{TradingDataBuilder})" path="/remarks" />
    /// <param name="services">The services of the application.</param>
    /// <param name="name">The key, as in <c>services.GetRequiredKeyedService&lt;CandleStore&gt;(name)</c>; null for the database that is
    /// resolved without a key.</param>
    /// <param name="configure">Chooses at least a provider and a key ring.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddTradingData(this IServiceCollection services, string? name, Action<TradingDataBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var registration = Register(services, name);
        registration.Choose(() => configure(new TradingDataBuilder(services, registration)));

        registration.ContextFactory = provider => Get<IDbContextFactory<TradingDbContext>>(provider, name).CreateDbContext();
        Add<IDbContextFactory<TradingDbContext>>(
            services,
            name,
            (provider, database) => new PooledDbContextFactory<TradingDbContext>(Options<TradingDbContext>(provider, database)));
        if (name is null)
        {
            services.TryAddScoped(provider => provider.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContext());
        }
        else
        {
            services.TryAddKeyedScoped(
                name, (provider, _) => provider.GetRequiredKeyedService<IDbContextFactory<TradingDbContext>>(name).CreateDbContext());
        }

        return services;
    }

    /// <summary>Registers the library as the section <c>TradingData</c> of the configuration says.</summary>
    /// <remarks>
    /// See <c>docs/configuration.md</c> for the keys. What <paramref name="configure"/> chooses comes after the section and wins.
    /// </remarks>
    /// <param name="services">The services of the application.</param>
    /// <param name="configuration">The configuration of the application, whose section <c>TradingData</c> is read, or that section
    /// itself.</param>
    /// <param name="configure">Chooses what the section does not, or null.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddTradingData(
        this IServiceCollection services, IConfiguration configuration, Action<TradingDataBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration is IConfigurationSection { Key: TradingDataSection.Name } own
            ? own
            : configuration.GetSection(TradingDataSection.Name);
        return services.AddTradingData(trading =>
        {
            TradingDataSection.Apply(section, trading);
            configure?.Invoke(trading);
        });
    }

    /// <summary>
    /// Registers the library for a host that keeps the library's tables in its own context, by
    /// <see cref="TradingModelBuilderExtensions.ApplyTradingModel"/>.
    /// </summary>
    /// <inheritdoc cref="AddTradingData(IServiceCollection, Action{TradingDataBuilder})" path="/remarks" />
    /// <typeparam name="THostContext">The host's context. Registered here unless the host has done so, with <see cref="UseTradingData"/> in
    /// its options.</typeparam>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Chooses at least a provider and a key ring.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddTradingData<THostContext>(this IServiceCollection services, Action<TradingDataBuilder> configure)
        where THostContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var registration = Register(services, null);
        registration.Choose(() => configure(new TradingDataBuilder(services, registration)));
        registration.ContextFactory = provider => provider.GetRequiredService<IDbContextFactory<THostContext>>().CreateDbContext();
        return services.AddDbContextFactory<THostContext>((provider, options) => options.UseTradingData(provider));
    }

    /// <summary>
    /// Configures a host's own registration of its context for the library's tables: provider, encryption and interceptors.
    /// </summary>
    /// <param name="options">The options of the host's context.</param>
    /// <param name="services">The service provider of the application.</param>
    /// <returns>The same options.</returns>
    public static DbContextOptionsBuilder UseTradingData(this DbContextOptionsBuilder options, IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(services);
        services.GetRequiredService<TradingDatabase>().Configure(options);
        return options;
    }

    private static TradingRegistration Register(IServiceCollection services, string? name)
    {
        foreach (var descriptor in services)
        {
            if (!descriptor.IsKeyedService && descriptor.ImplementationInstance is TradingRegistration known && known.Name == name)
                return known;
        }

        var registration = new TradingRegistration(name);
        services.AddSingleton(registration);
        if (name is null)
            services.TryAddSingleton(registration.Build);
        else
            services.TryAddKeyedSingleton(name, (provider, _) => registration.Build(provider));

        Add(services, name, (provider, database) => new MigrationRunner(database, provider.GetService<ILogger<MigrationRunner>>()));
        Add(services, name,
            (provider, database) => new DatabaseAdministrator(database, provider.GetService<ILogger<DatabaseAdministrator>>()));
        Add(services, name, (_, database) => new CandleStore(database));
        Add(services, name, (_, database) => database.Bulk);
        Add(services, name, (_, database) => new IndicatorStore(database));
        Add(services, name, (provider, database) => new MarketDataPipeline(
            database,
            provider.GetService<IOptions<MarketDataPipelineOptions>>()?.Value,
            provider.GetService<ILogger<MarketDataPipeline>>()));
        Add(services, name, (_, database) => new PerformanceRecorder(database));
        Add(services, name, (_, database) => new TradeBook(database));
        Add(services, name,
            (provider, database) => new SessionManager(database, registration.Sessions, provider.GetService<ILogger<SessionManager>>()));
        Add(services, name, (provider, _) => new AccountManager(Get<SessionManager>(provider, name), registration.Accounts));
        Add(services, name, (provider, _) => new ServiceCredentials(Get<SessionManager>(provider, name)));
        Add(services, name, (_, database) => new AuditTrail(database.CreateContext));
        Add(services, name, (_, database) => new FieldProtector(database.Keys));
        Add(services, name,
            (_, database) =>
                new EncryptionKeyManager(database.Keys, database.CreateContext, database.Provider.Encryption, database.TimeProvider));
        Add(services, name, (_, database) => database.KeyRing);
        Add(services, name,
            (provider, database) => new KeyRingRecoveryKit(database.KeyRing, Get<EncryptionKeyManager>(provider, name)));
        services.AddSingleton<IHostedService>(provider => new TradingDataStartup(
            () => (Get<TradingDatabase>(provider, name), Get<MigrationRunner>(provider, name)), registration));
        services.AddSingleton<IHostedService>(provider => new SessionCleanupService(() => Get<SessionManager>(provider, name)));
        return registration;
    }

    private static DbContextOptions<TContext> Options<TContext>(IServiceProvider provider, TradingDatabase database)
        where TContext : DbContext
    {
        var options = new DbContextOptionsBuilder<TContext>().UseApplicationServiceProvider(provider);
        if (provider.GetService<ILoggerFactory>() is { } loggerFactory)
            options.UseLoggerFactory(loggerFactory);
        database.Configure(options);
        return options.Options;
    }

    private static void Add<TService>(IServiceCollection services, string? name, Func<IServiceProvider, TradingDatabase, TService> create)
        where TService : class
    {
        if (name is null)
            services.TryAddSingleton(provider => create(provider, provider.GetRequiredService<TradingDatabase>()));
        else
            services.TryAddKeyedSingleton(name, (provider, _) => create(provider, provider.GetRequiredKeyedService<TradingDatabase>(name)));
    }

    private static TService Get<TService>(IServiceProvider provider, string? name)
        where TService : class =>
        name is null ? provider.GetRequiredService<TService>() : provider.GetRequiredKeyedService<TService>(name);
}

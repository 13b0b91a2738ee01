using System.Diagnostics;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data;

/// <summary>Chooses the database, the key ring and the options of one <c>AddTradingData</c>.</summary>
/// <remarks>Used while services are registered; not thread-safe. When a method is called twice, the last call wins.</remarks>
[DebuggerDisplay("TradingDataBuilder {Name}")]
public sealed class TradingDataBuilder
{
    internal TradingDataBuilder(IServiceCollection services, TradingRegistration registration)
    {
        Services = services;
        Registration = registration;
    }

    /// <summary>The services that are being registered.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The name of the database, which is the key of its services; null for the one that is resolved without a key.</summary>
    public string? Name => Registration.Name;

    internal TradingRegistration Registration { get; }

    /// <summary>Chooses the database engine. Provider packages call it from their own method, such as <c>UseSqlite</c>.</summary>
    /// <param name="provider">The engine and its settings.</param>
    /// <returns>The same builder.</returns>
    public TradingDataBuilder UseProvider(TradingProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        Registration.Provider = provider;
        return this;
    }

    /// <summary>Chooses the DataProtection key ring that protects the keys of the encrypted columns. Required.</summary>
    /// <remarks>
    /// <para>The ring is this database's own: it does not touch the host's DataProtection. Whoever loses it loses the encrypted columns:
    /// keep it as long as the database, apart from the database, and protect it at rest.</para>
    /// <para>Its application name is <c>StrategyEngine.Data</c>, whatever the content root; <c>SetApplicationName</c> overrides it.</para>
    /// </remarks>
    /// <param name="configure">
    /// Says where the ring is kept, such as <c>ring.PersistKeysToFileSystem(new("keys"))</c>, and how it is protected, such as
    /// <c>ring.ProtectKeysWithSecret(KeyRingSecret.FromEnvironment("TRADING_KEY_SECRET"))</c>. It is called once, when the database is
    /// first resolved.
    /// </param>
    /// <returns>The same builder.</returns>
    public TradingDataBuilder ProtectKeys(Action<IDataProtectionBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Registration.KeyRing = configure;
        return this;
    }

    /// <summary>
    /// Lets the application start in the Production environment although the key ring, or a key of it, is stored in clear.
    /// </summary>
    /// <remarks>Each start still warns. A ring in clear within the database that it protects is refused nevertheless.</remarks>
    /// <param name="allowed">Whether to. Not unless this method is called.</param>
    /// <returns>The same builder.</returns>
    public TradingDataBuilder AllowUnprotectedKeyRing(bool allowed = true)
    {
        Registration.AllowUnprotectedKeyRing = allowed;
        return this;
    }

    /// <summary>Changes how long sessions live, how many there may be, and what their tokens say.</summary>
    /// <param name="configure">Sets the options; each names its range and default.</param>
    /// <returns>The same builder.</returns>
    public TradingDataBuilder ConfigureSessions(Action<SessionOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(Registration.Sessions);
        return this;
    }

    /// <summary>Changes how passwords are hashed and how accounts log in.</summary>
    /// <param name="configure">Sets the options; each names its range and default.</param>
    /// <returns>The same builder.</returns>
    public TradingDataBuilder ConfigureAccounts(Action<AccountOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(Registration.Accounts);
        return this;
    }

    /// <summary>Brings the database up to date when the host starts.</summary>
    /// <param name="enabled">Whether to. Off unless this method is called.</param>
    /// <returns>The same builder.</returns>
    public TradingDataBuilder MigrateOnStart(bool enabled = true)
    {
        Registration.MigrateOnStart = enabled;
        return this;
    }
}

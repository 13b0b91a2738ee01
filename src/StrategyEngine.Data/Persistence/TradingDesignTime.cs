using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Persistence;

/// <summary>Configures a context for the tools that scaffold migrations: the whole model, and no keys.</summary>
public static class TradingDesignTime
{
    /// <summary>
    /// Configures the options of an <c>IDesignTimeDbContextFactory</c>, of a provider package or of a host's own context.
    /// </summary>
    /// <param name="options">The options.</param>
    /// <param name="provider">The engine to scaffold for.</param>
    public static void Configure(DbContextOptionsBuilder options, TradingProvider provider)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(provider);
        provider.Configure(options);
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new TradingOptionsExtension(provider, TimeProvider.System));
        options.UseEncryption(null);

        // Of the interceptors of TradingDatabase.Configure only the one that shapes queries: with a context of the tools nothing is saved,
        // so that there is no record to keep and no refused amount to name.
        options.AddInterceptors(AmountConversionInterceptor.Instance);
    }
}

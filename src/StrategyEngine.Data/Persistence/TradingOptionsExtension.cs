using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Encryption.Mapping;

namespace StrategyEngine.Data.Persistence;

/// <summary>Carries the provider and the clock to the model conventions and the interceptors, which are process-wide.</summary>
internal sealed class TradingOptionsExtension(TradingProvider provider, TimeProvider timeProvider) : IDbContextOptionsExtension, IModelShape
{
    public TradingProvider Provider { get; } = provider;

    public TimeProvider TimeProvider { get; } = timeProvider;

    /// <summary>What the conventions of the model take from here: a provider's say depends on nothing but its type.</summary>
    public object Shape => Provider.GetType();

    public DbContextOptionsExtensionInfo Info => field ??= new ExtensionInfo(this);

    public static TradingOptionsExtension Of(DbContext context) =>
        context.GetService<IDbContextOptions>().FindExtension<TradingOptionsExtension>()
        ?? throw new TradingDataException(
            "configuration.context",
            $"{context.GetType().Name} holds trading entities but was not configured for them. Register it with "
            + $"AddTradingData<{context.GetType().Name}>(...), "
            + "or call options.UseTradingData(services) where it is registered.");

    public void ApplyServices(IServiceCollection services) => services.AddScoped<IConventionSetPlugin, TradingConventionPlugin>();

    public void Validate(IDbContextOptions options)
    {
    }

    private sealed class ExtensionInfo(TradingOptionsExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "using StrategyEngine.Data ";

        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is ExtensionInfo;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) => debugInfo["StrategyEngine.Data"] = "1";
    }
}

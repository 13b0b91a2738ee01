using System.Diagnostics;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Encryption.Querying;
using StrategyEngine.Data.Encryption.Redaction;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>Carries the key ring of a context to the model and adds the services that use it.</summary>
/// <remarks>
/// All rings share one service provider of Entity Framework; <see cref="EncryptionModelSource"/> keeps their models apart.
/// </remarks>
internal sealed class EncryptionOptionsExtension(DataKeyRing? ring, bool withTables) : IDbContextOptionsExtension
{
    public DataKeyRing? Ring { get; } = ring;

    /// <summary>Whether the model gets the tables of encryption without having to ask for them.</summary>
    public bool WithTables { get; } = withTables;

    public DbContextOptionsExtensionInfo Info => field ??= new ExtensionInfo(this);

    /// <summary>The ring of a context; null if it has none.</summary>
    public static DataKeyRing? RingOf(DbContext context) =>
        context.GetService<IDbContextOptions>().FindExtension<EncryptionOptionsExtension>()?.Ring;

    public void ApplyServices(IServiceCollection services)
    {
        services.AddScoped<IConventionSetPlugin, EncryptionConventionSetPlugin>();
        services.AddSingleton<IModelSource, EncryptionModelSource>();
        services.AddSingleton<IInterceptor, EncryptionSaveChangesInterceptor>();
        services.AddSingleton<IInterceptor, EncryptedQueryInterceptor>();
        services.AddScoped<IInterceptor, RingInterceptor>();
        services.AddSingleton<DiagnosticSource, RedactingDiagnosticSource>();
    }

    public void Validate(IDbContextOptions options)
    {
    }

    private sealed class ExtensionInfo(EncryptionOptionsExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "using encryption ";

        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is ExtensionInfo;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) => debugInfo["StrategyEngine.Data:Encryption"] = "1";
    }
}

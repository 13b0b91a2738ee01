using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace StrategyEngine.Data;

/// <summary>Builds the DataProtection key ring of one database, apart from the host's own.</summary>
/// <remarks>
/// The ring has services of its own, so that its application name is fixed (a ring that is read under another content root fails otherwise),
/// the host's cookies keep theirs, and several databases in one process each have theirs.
/// </remarks>
internal static class KeyRingFactory
{
    private const string Repair = "ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(\"keys\")))";

    public const string ApplicationName = "StrategyEngine.Data";

    public static ServiceProvider? Build(Action<IDataProtectionBuilder>? configure, ILoggerFactory? loggerFactory, List<string> problems)
    {
        if (configure is null)
        {
            problems.Add($"No key ring protects the encrypted columns. Call {Repair} inside AddTradingData; keep the directory as long as the database.");
            return null;
        }

        var services = new ServiceCollection();
        services.AddLogging();
        if (loggerFactory is not null)
            services.AddSingleton<ILoggerFactory>(new SharedLoggerFactory(loggerFactory));
        configure(services.AddDataProtection().SetApplicationName(ApplicationName));
        var provider = services.BuildServiceProvider();
        var problem = Check(provider);
        if (problem is null)
            return provider;
        problems.Add(problem);
        provider.Dispose();
        return null;
    }

    private static string? Check(ServiceProvider services)
    {
        try
        {
            var protection = services.GetRequiredService<IDataProtectionProvider>();
            var repository = services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.XmlRepository;
            if (protection is EphemeralDataProtectionProvider || repository is null || repository.GetType().Name.StartsWith("Ephemeral", StringComparison.Ordinal))
                return $"The key ring is not kept anywhere: what it encrypts could not be read after a restart. Call {Repair}, or another PersistKeysTo… method, inside ProtectKeys.";
            var protector = protection.CreateProtector("StrategyEngine.Data.Startup");
            protector.Unprotect(protector.Protect([1]));
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return $"The key ring cannot be used ({exception.GetType().Name}: {exception.Message}). Check that the place given in ProtectKeys exists, may be written and holds the ring's own keys.";
        }
    }

    /// <summary>The host's logger factory, which the ring's services must not dispose of.</summary>
    private sealed class SharedLoggerFactory(ILoggerFactory inner) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

        public ILogger CreateLogger(string categoryName) => inner.CreateLogger(categoryName);

        public void Dispose()
        {
        }
    }
}

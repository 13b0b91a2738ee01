using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Encryption.KeyRings;

namespace StrategyEngine.Data;

/// <summary>
/// Builds the DataProtection key ring of one database, apart from the host's own, and refuses one that is not safe to use.
/// </summary>
/// <remarks>
/// The ring has services of its own, so that its application name is fixed (a ring that is read under another content root fails
/// otherwise), the host's cookies keep theirs, and several databases in one process each have theirs.
/// </remarks>
internal static class KeyRingFactory
{
    public const string ApplicationName = "StrategyEngine.Data";

    private const string Repair = "ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(\"keys\")))";
    private const string Protect =
        "Call ProtectKeysWithSecret(KeyRingSecret.FromEnvironment(\"TRADING_KEY_SECRET\")) or ProtectKeysWithCertificate inside ProtectKeys";

    /// <summary>Builds the ring; null with at least one problem.</summary>
    public static (ServiceProvider Services, KeyRing Ring)? Build(
        TradingRegistration registration, IServiceProvider host, TimeProvider timeProvider, List<string> problems)
    {
        if (registration.KeyRing is not { } configure)
        {
            problems.Add(
                $"No key ring protects the encrypted columns. Call {Repair} inside AddTradingData; keep the directory as long as the "
                + $"database.");
            return null;
        }

        ServiceProvider? services = null;
        List<string> found;
        try
        {
            var loggers = host.GetService<ILoggerFactory>();
            services = CreateServices(configure, loggers);
            if (!IsKept(services))
            {
                found =
                [
                    $"The key ring is not kept anywhere: what it encrypts could not be read after a restart. Call {Repair}, or another "
                    + $"PersistKeysTo… method, inside ProtectKeys.",
                ];
            }
            else
            {
                var ring = new KeyRing(services, timeProvider, loggers);
                found = Check(ring, registration, ProductionEnvironment.Is(host.GetService<IHostEnvironment>()));
                if (found.Count == 0)
                    return (services, ring);
            }
        }
        catch (TradingDataException exception)
        {
            found = [Unusable(exception.Message)];
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            found = [Unusable($"({exception.GetType().Name}: {exception.Message}) Check what is called inside ProtectKeys.")];
        }

        services?.Dispose();
        problems.AddRange(found);
        return null;
    }

    private static ServiceProvider CreateServices(Action<IDataProtectionBuilder> configure, ILoggerFactory? loggers)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        if (loggers is not null)
            services.AddSingleton<ILoggerFactory>(new KeyRingLoggerFactory(loggers));
        configure(services.AddDataProtection().SetApplicationName(ApplicationName));
        if (services.LastOrDefault(service => service.ServiceType == typeof(IKeyManager))?.ImplementationType == typeof(XmlKeyManager))
        {
            services.AddSingleton<XmlKeyManager>();
            services.Replace(ServiceDescriptor.Singleton<IKeyManager, NotifyingKeyManager>());
        }

        return services.BuildServiceProvider();
    }

    private static bool IsKept(ServiceProvider services) =>
        services.GetRequiredService<IDataProtectionProvider>() is not EphemeralDataProtectionProvider
        && services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.XmlRepository is { } repository
        && !repository.GetType().Name.StartsWith("Ephemeral", StringComparison.Ordinal);

    private static List<string> Check(KeyRing ring, TradingRegistration registration, bool isProduction)
    {
        var inspection = new KeyRingInspection(ring);
        var problems = new List<string>();
        if (ring.Encryptor is null && registration.Provider is { } provider && KeyRingDatabase.MayBe(ring, provider))
        {
            problems.Add(
                $"The key ring is stored in clear in the database whose keys it protects, or that cannot be ruled out: whoever gets the "
                + $"database could read every encrypted column. {Protect}, or keep the ring elsewhere with PersistKeysToFileSystem.");
        }

        problems.AddRange(inspection.FindProblems().Select(Unusable));
        if (isProduction && !registration.AllowUnprotectedKeyRing)
        {
            if (ring.Encryptor is null)
            {
                problems.Add(
                    $"The key ring is not protected at rest, and this is the Production environment. {Protect}; AllowUnprotectedKeyRing() "
                    + $"inside AddTradingData accepts the risk.");
            }
            else if (inspection.ClearKeys > 0)
            {
                problems.Add(
                    $"{inspection.ClearKeys} keys of the key ring are stored in clear since before it was protected, and this is the "
                    + $"Production environment. Call KeyRing.ReprotectAsync once; AllowUnprotectedKeyRing() inside AddTradingData lets "
                    + $"the application start for that.");
            }
        }

        if (problems.Count > 0)
            return problems;
        inspection.Warn();

        // The first use makes the first key.
        var protector = ring.Protection.CreateProtector("StrategyEngine.Data.Startup");
        protector.Unprotect(protector.Protect([1]));
        return problems;
    }

    private static string Unusable(string reason) => $"The key ring cannot be used. {reason}";
}

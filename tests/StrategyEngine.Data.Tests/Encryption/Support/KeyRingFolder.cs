using System.Security.Cryptography;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Tests.Encryption.KeyRings;

/// <summary>
/// A database file and its key ring in a folder of their own, and the application that uses them, started as often as wanted.
/// </summary>
internal sealed class KeyRingFolder : IDisposable
{
    private readonly List<string> _variables = [];

    public DirectoryInfo Root { get; } = Directory.CreateTempSubdirectory("strategyengine-ring-");

    public DirectoryInfo Ring => new(Path.Combine(Root.FullName, "keys"));

    public string DatabaseFile => Path.Combine(Root.FullName, "trading.db");

    public string ConnectionString => $"Data Source={DatabaseFile};Pooling=False";

    public CollectedLog Log { get; } = new();

    public static string RandomSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>A secret in an environment variable that no other test uses.</summary>
    public KeyRingSecret Variable(string? value, out string name)
    {
        name = "TRADING_TEST_" + Guid.NewGuid().ToString("N");
        Environment.SetEnvironmentVariable(name, value);
        _variables.Add(name);
        return KeyRingSecret.FromEnvironment(name);
    }

    public KeyRingSecret Variable() => Variable(RandomSecret(), out _);

    public string WriteFile(string name, string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        var path = Path.Combine(Root.FullName, name);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
        return path;
    }

    /// <summary>The application, once more, with a ring in the folder.</summary>
    public ServiceProvider Start(
        Action<IDataProtectionBuilder>? protect = null,
        string? environment = null,
        Action<TradingDataBuilder>? configure = null,
        DirectoryInfo? ring = null) =>
        StartWith(
            keys =>
            {
                keys.PersistKeysToFileSystem(ring ?? Ring);
                protect?.Invoke(keys);
            },
            environment,
            configure);

    public ServiceProvider StartWith(
        Action<IDataProtectionBuilder> keys, string? environment = null, Action<TradingDataBuilder>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        if (environment is not null)
        {
            services.AddSingleton(
                Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment }).Environment);
        }

        services.AddTradingData(trading =>
        {
            trading.UseSqlite(ConnectionString).ProtectKeys(keys);
            configure?.Invoke(trading);
        });
        return services.BuildServiceProvider();
    }

    /// <summary>What the application says instead of starting.</summary>
    public IReadOnlyList<string> Problems(
        Action<IDataProtectionBuilder>? protect = null, string? environment = null, Action<TradingDataBuilder>? configure = null)
    {
        using var services = Start(protect, environment, configure);
        return Problems(services);
    }

    public static IReadOnlyList<string> Problems(ServiceProvider services)
    {
        try
        {
            services.GetRequiredService<TradingDatabase>();
            return [];
        }
        catch (TradingDataConfigurationException exception)
        {
            return exception.Problems;
        }
    }

    public async Task WriteUserAsync(ServiceProvider services, string email)
    {
        await services.GetRequiredService<MigrationRunner>().MigrateAsync();
        await using var context = services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContext();
        context.Add(new User { Username = email.Split('@')[0], Email = email });
        await context.SaveChangesAsync();
    }

    public async Task<IReadOnlyList<string>> ReadEmailsAsync(ServiceProvider services)
    {
        await using var context = services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContext();
        return (await context.Users.OrderBy(user => user.Username).ToListAsync()).ConvertAll(user => user.Email!);
    }

    /// <summary>Every file of the ring with its bytes.</summary>
    public SortedDictionary<string, string> Snapshot() =>
        new(Ring.Exists
            ? Ring.EnumerateFiles().ToDictionary(file => file.Name, file => Convert.ToHexString(File.ReadAllBytes(file.FullName)))
            : []);

    public void Dispose()
    {
        foreach (var variable in _variables)
            Environment.SetEnvironmentVariable(variable, null);
        Root.Delete(recursive: true);
    }
}

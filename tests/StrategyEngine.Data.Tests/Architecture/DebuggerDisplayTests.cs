using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

using FluentAssertions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.MarketData.Binance;
using StrategyEngine.Data.MarketData.Indicators;
using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Performance;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sessions;
using StrategyEngine.Data.Trading;

namespace StrategyEngine.Data.Tests.Architecture;

/// <summary>
/// What a debugger shows of the objects that live as long as the application: no work is done for it, and no secret is shown.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed partial class DebuggerDisplayTests : IDisposable
{
    private const BindingFlags Any =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private const string Secret = "planted-debugger-4711";

    private readonly string _folder = Directory.CreateTempSubdirectory($"strategyengine-{Secret}-").FullName;
    private readonly ServiceProvider _services;

    public DebuggerDisplayTests() => _services = new ServiceCollection()
        .AddTradingData(trading => trading
            .UseSqlite($"Data Source={Path.Combine(_folder, "trading.db")}")
            .ProtectKeys(ring => ring.SetApplicationName("seen").PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(_folder, "keys")))))
        .BuildServiceProvider();

    private static Type[] LongLived =>
    [
        typeof(TradingDatabase), typeof(SessionManager), typeof(AccountManager), typeof(ServiceCredentials), typeof(MigrationRunner),
        typeof(DatabaseAdministrator), typeof(CandleStore), typeof(IndicatorStore), typeof(PerformanceRecorder), typeof(TradeBook),
        typeof(BulkWriter),
        typeof(MarketDataPipeline), typeof(DataKeyRing), typeof(EncryptionKeyManager), typeof(FieldProtector), typeof(KeyRing),
        typeof(KeyRingRecoveryKit), typeof(TradingDbContext),
    ];

    private static IEnumerable<Type> Displayed => Packages.All.SelectMany(package => package.GetTypes())
        .Where(type => type.IsDefined(typeof(DebuggerDisplayAttribute), inherit: false));

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [TestCaseSource(nameof(Displayed))]
    public void A_display_names_members_that_exist(Type type)
    {
        foreach (var path in Paths(type))
        {
            var declaring = type;
            foreach (var name in path)
            {
                var member = Find(declaring, name);
                member.Should().NotBeNull("{0} shows {1}", type.Name, name);
                declaring = member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member!).FieldType;
            }
        }
    }

    [Test]
    public void What_lives_as_long_as_the_application_has_a_display() => Displayed.Should().Contain(LongLived);

    [TestCaseSource(nameof(LongLived))]
    public void A_display_says_something_and_does_nothing(Type type)
    {
        var instance = Instance(type);
        var files = Directory.GetFiles(_folder, "*", SearchOption.AllDirectories);

        var shown = Show(instance);

        shown.Should().StartWith(type.Name).And.MatchRegex(" .").And.NotContain(Secret).And.NotContain("StrategyEngine.Data.");
        Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Should().Equal(files, "nothing is opened or written to be shown");
    }

    [Test]
    public void A_display_says_what_has_become_of_an_object()
    {
        Show(Instance(typeof(SessionManager))).Should().Be("SessionManager of SQLite");
        Show(Instance(typeof(DataKeyRing))).Should().Be("DataKeyRing with no key read yet");
        Show(Instance(typeof(KeyRing))).Should().Be("KeyRing of seen");
        var database = _services.GetRequiredService<TradingDatabase>();

        _services.Dispose();

        Show(database.Keys).Should().Be("DataKeyRing disposed");
    }

    [Test]
    public void A_feed_and_a_provider_have_one_as_well()
    {
        using var feed = new BinanceCandleFeed();

        Show(feed).Should().Be("BinanceCandleFeed of api.binance.com");
        Show(_services.GetRequiredService<TradingDatabase>().Provider).Should().Be("SQLite");
        Show(new Secret<string>(Secret)).Should().Be("***");
    }

    private object Instance(Type type)
    {
        var database = _services.GetRequiredService<TradingDatabase>();
        return type == typeof(DataKeyRing) ? database.Keys
            : type == typeof(BulkWriter) ? database.Bulk
            : type == typeof(TradingDbContext) ? database.CreateContext()
            : type == typeof(MarketDataPipeline) ? new MarketDataPipeline(database)
            : type == typeof(KeyRingRecoveryKit) ? new KeyRingRecoveryKit(database.KeyRing)
            : type == typeof(KeyRing) ? database.KeyRing
            : _services.GetRequiredService(type);
    }

    private static string Show(object instance)
    {
        var type = instance.GetType();
        return Hole().Replace(Text(type), hole => hole.Groups["path"].Value.Split('.').Aggregate(instance, (holder, name) =>
            Find(holder.GetType(), name) switch
            {
                PropertyInfo property => property.GetValue(holder)!,
                FieldInfo field => field.GetValue(holder)!,
                _ => throw new InvalidOperationException(name),
            }).ToString()!);
    }

    private static string Text(Type type) => type.GetCustomAttribute<DebuggerDisplayAttribute>(inherit: true)!.Value;

    private static IEnumerable<string[]> Paths(Type type) =>
        Hole().Matches(Text(type)).Select(hole => hole.Groups["path"].Value.Split('.'));

    private static MemberInfo? Find(Type? type, string name)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.GetMember(name, MemberTypes.Property | MemberTypes.Field, Any) is [var member])
                return member;
        }

        return null;
    }

    // Members and nothing else: what is no chain of names is not found by the tests above.
    [GeneratedRegex(@"\{(?<path>[^},]+)(,nq)?\}")]
    private static partial Regex Hole();
}

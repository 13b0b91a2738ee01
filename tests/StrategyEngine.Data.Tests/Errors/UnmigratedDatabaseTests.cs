using FluentAssertions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Auditing;
using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.MarketData.Indicators;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sessions;
using StrategyEngine.Data.Trading;

namespace StrategyEngine.Data.Tests.Errors;

/// <summary>Whatever is called on a database that nobody has migrated says to migrate it, and has a code.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class UnmigratedDatabaseTests : IDisposable
{
    private const string Password = "seven grey herons wade at dawn";

    private static readonly Guid Id = Guid.Parse("0197f3a1-7c55-7d3e-9a11-0123456789ab");
    private static readonly CandleRow Row = new(0, 1, 1, 1, 1, 1);

    private static readonly Dictionary<string, Func<IServiceProvider, Task>> Calls = new()
    {
        ["log in"] = services => Accounts(services).LogInAsync("ada", Password),
        ["register"] = services => Accounts(services).RegisterAsync("ada", "ada@example.com", Password),
        ["change password"] = services => Accounts(services).ChangePasswordAsync(Id, Password, "nine white herons wade at dusk"),
        ["disable"] = services => Accounts(services).DisableAsync(Id),
        ["erase"] = services => Accounts(services).EraseAsync(Id),
        ["events"] = services => Accounts(services).ListEventsAsync(Id),
        ["recovery codes"] = services => Accounts(services).CountRecoveryCodesAsync(Id),
        ["enroll"] = services => Accounts(services).EnrollTwoFactorAsync(Id),
        ["log out"] = services => Accounts(services).LogOutAsync(Id),
        ["session"] = services => Sessions(services).CreateSessionAsync(Id),
        ["sessions"] = services => Sessions(services).ListSessionsAsync(Id),
        ["revoke all"] = services => Sessions(services).RevokeAllSessionsAsync(Id),
        ["clean up"] = services => Sessions(services).CleanupExpiredSessionsAsync(),
        ["jwk set"] = services => Sessions(services).GetJsonWebKeySetAsync(),
        ["signing keys"] = services => Sessions(services).ListSigningKeysAsync(),
        ["api key"] = services => Get<ServiceCredentials>(services).CreateAsync(
            Id, new ServiceCredentialRequest { Name = "bot", Lifetime = TimeSpan.FromDays(1), Scopes = ["read"] }),
        ["api keys"] = services => Get<ServiceCredentials>(services).ListAsync(Id),
        ["figures"] = services => Get<PerformanceRecorder>(services).RecordAsync(PerformanceScope.OfUser(Id, RunKind.Live)),
        ["fills"] = services => Get<TradeBook>(services).ApplyAsync(Id, []),
        ["positions"] = services => Get<TradeBook>(services).OpenPositionsAsync(Id),
        ["history"] = services => Get<AuditTrail>(services).GetHistoryAsync<User>(Id),
        ["latest changes"] = services => Get<AuditTrail>(services).GetLatestAsync(),
        ["page of changes"] = services => Get<AuditTrail>(services).GetPageAsync(10),
        ["key status"] = services => Get<EncryptionKeyManager>(services).GetStatusAsync(),
        ["ring keys"] = services => Get<EncryptionKeyManager>(services).GetRingKeysAsync(),
        ["verify keys"] = services => Get<EncryptionKeyManager>(services).VerifyAsync(),
        ["rotate"] = services => Get<EncryptionKeyManager>(services).RotateDataKeyAsync(),
        ["rewrap"] = services => Get<EncryptionKeyManager>(services).RewrapAsync(),
        ["re-encrypt"] = services => Get<EncryptionKeyManager>(services).ReencryptAsync(),
        ["plan"] = services => Get<EncryptionKeyManager>(services).PlanReencryptionAsync(),
        ["retire"] = services => Get<EncryptionKeyManager>(services).RetireAsync(1),
        ["protect"] = services => Task.Run(() => Get<FieldProtector>(services).EncryptToText("value", "note/text")),
        ["recovery kit"] = async services =>
        {
            // The ring makes its key when it is first used.
            Get<KeyRing>(services).KeyManager.CreateNewKey(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
            await Get<KeyRingRecoveryKit>(services).ExportAsync(Stream.Null, Password);
        },
        ["candles"] = services => Get<CandleStore>(services).UpsertAsync(Id, Timeframe.OneHour, Row),
        ["count of candles"] = services => Get<CandleStore>(services).CountAsync(Id, Timeframe.OneHour),
        ["latest candles"] = services => Get<CandleStore>(services).ReadLatestAsync(Id, Timeframe.OneHour, 1),
        ["coverage"] = services => Get<CandleStore>(services).ReadCoverageAsync(Id, Timeframe.OneHour),
        ["indicators"] = services => Get<IndicatorStore>(services).UpdateAsync(Id, Timeframe.OneHour),
        ["remove indicators"] = services => Get<IndicatorStore>(services).RemoveAsync(Id, Timeframe.OneHour, 1),
        ["bulk"] = services => Get<BulkWriter>(services).UpsertAsync([new Strategy { UserId = Id, Name = "s", StrategyType = "t" }]),
        ["retention"] = services => Get<DatabaseAdministrator>(services).RemoveOlderThanAsync(),
        ["query"] = async services =>
        {
            await using var context = CreateContext(services);
            await context.Assets.ToListAsync();
        },
        ["update by query"] = async services =>
        {
            await using var context = CreateContext(services);
            await context.Assets.ExecuteUpdateAsync(update => update.SetProperty(asset => asset.Name, "x"));
        },
        ["save"] = async services =>
        {
            await using var context = CreateContext(services);
            context.Add(NewAsset());
            await context.SaveChangesAsync();
        },
        ["save at once"] = services =>
        {
            using var context = CreateContext(services);
            context.Add(NewAsset());
            context.SaveChanges();
            return Task.CompletedTask;
        },
        ["save what is encrypted"] = async services =>
        {
            await using var context = CreateContext(services);
            context.Add(new User { Username = "ada", Email = "ada@example.com" });
            await context.SaveChangesAsync();
        },
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("strategyengine-unmigrated-");
    private readonly ServiceProvider _services;

    public UnmigratedDatabaseTests() => _services = new ServiceCollection()
        .AddTradingData(trading => trading
            .UseSqlite($"Data Source={Path.Combine(_folder.FullName, "trading.db")};Pooling=False")
            .ProtectKeys(ring => ring.PersistKeysToFileSystem(_folder.CreateSubdirectory("keys"))))
        .BuildServiceProvider();

    private static IEnumerable<string> Names => Calls.Keys;

    public void Dispose()
    {
        _services.Dispose();
        _folder.Delete(recursive: true);
    }

    [TestCaseSource(nameof(Names))]
    public async Task A_call_says_to_migrate_and_has_a_code(string name)
    {
        var failure = (await FluentActions.Awaiting(() => Calls[name](_services)).Should().ThrowAsync<Exception>()).Which;

        failure.Message.Should().Contain("MigrateAsync");
        var code = failure.GetType().GetProperty("Code");
        code.Should().NotBeNull($"{failure.GetType()} should have a code");
        code!.GetValue(failure).Should().BeOneOf(
            "persistence.schema_missing", "candles.schema_missing", "indicators.storage", "administration.schema_not_current",
            "administration.no_database");
    }

    [TestCase("save")]
    [TestCase("save at once")]
    [TestCase("save what is encrypted")]
    public async Task A_save_fails_as_saves_fail(string name) =>
        (await FluentActions.Awaiting(() => Calls[name](_services)).Should().ThrowAsync<DbUpdateException>()).Which.Message.Should()
            .Contain("MigrateAsync");

    [Test]
    public async Task Sql_of_the_caller_fails_as_the_driver_says()
    {
        await using var context = CreateContext(_services);

        await context.Awaiting(c => c.Database.ExecuteSqlRawAsync("DELETE FROM mistyped")).Should()
            .ThrowAsync<Microsoft.Data.Sqlite.SqliteException>();
    }

    private static T Get<T>(IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();

    private static AccountManager Accounts(IServiceProvider services) => Get<AccountManager>(services);

    private static SessionManager Sessions(IServiceProvider services) => Get<SessionManager>(services);

    private static TradingDbContext CreateContext(IServiceProvider services) =>
        Get<IDbContextFactory<TradingDbContext>>(services).CreateDbContext();

    private static Asset NewAsset() => new()
    {
        Symbol = "BTCUSDT",
        Name = "Bitcoin",
        Exchange = "binance",
        AssetClass = AssetClass.Crypto,
        QuoteCurrency = Currency.Parse("USDT"),
    };
}

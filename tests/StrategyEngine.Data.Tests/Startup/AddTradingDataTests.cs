using System.Security.Cryptography;

using FluentAssertions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

using NUnit.Framework;

using StrategyEngine.Data.Auditing;
using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.MarketData.Indicators;
using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Tests.Registration;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AddTradingDataTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("strategyengine-registration-");

    private string ConnectionString => $"Data Source={Path.Combine(_folder.FullName, "trading.db")};Pooling=False";

    private DirectoryInfo Ring => new(Path.Combine(_folder.FullName, "keys"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Test]
    public async Task Every_service_resolves_from_a_plain_service_collection()
    {
        await using var services = Build(new ServiceCollection());

        foreach (var type in new[]
        {
            typeof(IDbContextFactory<TradingDbContext>), typeof(MigrationRunner), typeof(EncryptionKeyManager), typeof(FieldProtector),
            typeof(KeyRing), typeof(KeyRingRecoveryKit),
            typeof(SessionManager), typeof(AccountManager), typeof(CandleStore), typeof(IndicatorStore), typeof(MarketDataPipeline),
            typeof(PerformanceRecorder), typeof(AuditTrail), typeof(TradingDatabase),
        })
        {
            services.GetService(type).Should().NotBeNull($"{type.Name} is promised").And.BeSameAs(services.GetService(type));
        }

        using var scope = services.CreateScope();
        var context = scope.ServiceProvider.GetRequiredService<TradingDbContext>();
        context.Should().BeSameAs(scope.ServiceProvider.GetRequiredService<TradingDbContext>());
    }

    [Test]
    public async Task A_missing_provider_and_key_ring_are_both_named_when_the_host_starts()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddTradingData(_ => { });
        using var host = builder.Build();

        var failure = await host.Awaiting(h => h.StartAsync()).Should().ThrowAsync<TradingDataConfigurationException>();

        failure.Which.Problems.Should().HaveCount(2);
        failure.Which.Message.Should().Contain("UseSqlite(").And.Contain("ProtectKeys(").And.Contain("2 problems");
    }

    [Test]
    public async Task Without_a_host_the_first_resolve_fails_with_the_same_message()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddTradingData(_ => { });
        using var host = builder.Build();
        var atStart = (await host.Awaiting(h => h.StartAsync()).Should().ThrowAsync<TradingDataConfigurationException>()).Which.Message;
        await using var plain = new ServiceCollection().AddTradingData(_ => { }).BuildServiceProvider();

        plain.Invoking(services => services.GetRequiredService<CandleStore>())
            .Should().Throw<TradingDataConfigurationException>()
            .WithMessage(atStart);
        plain.Invoking(services => services.GetRequiredService<IDbContextFactory<TradingDbContext>>()).Should()
            .Throw<TradingDataConfigurationException>().WithMessage(atStart);
    }

    [Test]
    public void An_ephemeral_key_ring_is_refused()
    {
        Problem(ring => ring.UseEphemeralDataProtectionProvider()).Should()
            .Contain("not kept anywhere").And.Contain("PersistKeysToFileSystem");
    }

    [Test]
    public void A_key_ring_that_is_persisted_nowhere_is_refused()
    {
        Problem(_ => { }).Should().Contain("not kept anywhere");
    }

    [Test]
    public void A_key_ring_that_cannot_be_written_is_refused_with_its_cause()
    {
        var file = Path.Combine(_folder.FullName, "a-file");
        File.WriteAllText(file, "");

        Problem(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(file, "keys")))).Should().Contain("cannot be used");
    }

    [TestCase("")]
    [TestCase("Data Source=:memory:")]
    [TestCase("Nonsense=1;Secret=hunter2")]
    [TestCase("Data Source=trading.db;Password=hunter2")]
    public void A_bad_connection_string_is_refused_without_being_shown(string connectionString)
    {
        using var services = new ServiceCollection()
            .AddTradingData(trading => trading.UseSqlite(connectionString).ProtectKeys(ring => ring.PersistKeysToFileSystem(Ring)))
            .BuildServiceProvider();

        services.Invoking(s => s.GetRequiredService<TradingDatabase>()).Should().Throw<TradingDataConfigurationException>()
            .Which.Message.Should().Contain("UseSqlite(").And.NotContain("hunter2");
    }

    [Test]
    public async Task Bad_options_are_refused_together_with_everything_else()
    {
        await using var services = new ServiceCollection().AddTradingData(trading => trading
            .ConfigureSessions(sessions => sessions.AbsoluteLifetime = TimeSpan.Zero)
            .ConfigureAccounts(accounts => accounts.Argon2MemoryKiB = 1)).BuildServiceProvider();

        services.Invoking(s => s.GetRequiredService<TradingDatabase>()).Should().Throw<TradingDataConfigurationException>()
            .Which.Problems.Should()
            .HaveCountGreaterThanOrEqualTo(
                4).And.Contain(problem => problem.Contains("AbsoluteLifetime")).And.Contain(problem => problem.Contains("Argon2MemoryKiB"));
    }

    [Test]
    public async Task The_ring_works_from_two_content_roots()
    {
        Guid id;
        using (var first = BuildHost("root-one"))
        {
            await first.Services.GetRequiredService<MigrationRunner>().MigrateAsync();
            await using var context = first.Services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContext();
            var user = new User { Username = "erin", Email = "erin@example.com" };
            context.Add(user);
            await context.SaveChangesAsync();
            id = user.Id;
        }

        using var second = BuildHost("root-two");
        await using var other = second.Services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContext();
        (await other.Users.SingleAsync(user => user.Id == id)).Email.Should().Be("erin@example.com");
        await using var plain = Build(new ServiceCollection());
        await using var third = plain.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContext();
        (await third.Users.SingleAsync(user => user.Email == "ERIN@example.com")).Id.Should().Be(id);

        IHost BuildHost(string contentRoot)
        {
            var root = _folder.CreateSubdirectory(contentRoot).FullName;
            var builder = Host.CreateApplicationBuilder(
                new HostApplicationBuilderSettings { ContentRootPath = root, EnvironmentName = Environments.Development });
            builder.Services.AddTradingData(
                trading => trading.UseSqlite(ConnectionString).ProtectKeys(ring => ring.PersistKeysToFileSystem(Ring)));
            return builder.Build();
        }
    }

    [Test]
    public async Task The_configuration_section_chooses_provider_key_ring_and_migration()
    {
        var secret = Path.Combine(_folder.FullName, "secret");
        await File.WriteAllTextAsync(secret, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["TradingData:Provider"] = "Sqlite",
            ["TradingData:ConnectionString"] = ConnectionString,
            ["TradingData:KeyRing:Directory"] = Ring.FullName,
            ["TradingData:KeyRing:SecretFile"] = secret,
            ["TradingData:MigrateOnStart"] = "true",
        });
        builder.Services.AddTradingData(builder.Configuration);
        using var host = builder.Build();

        await host.StartAsync();

        (await host.Services.GetRequiredService<MigrationRunner>().GetStatusAsync()).Pending.Should().BeEmpty();
        await host.StopAsync();
    }

    [Test]
    public void A_section_that_is_missing_or_misspelled_is_named()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["TradingData:Provider"] = "Oracle",
            ["TradingData:ConnectionString"] = "Data Source=x.db",
            ["TradingData:KeyRign:Directory"] = "keys",
            ["TradingData:MigrateOnStart"] = "yes",
            ["TradingData:Sessions:MaxSesions"] = "3",
            ["TradingData:Accounts:MinPasswordLength"] = "0",
        }).Build();
        using var services = new ServiceCollection().AddTradingData(configuration).BuildServiceProvider();
        using var without = new ServiceCollection().AddTradingData(new ConfigurationBuilder().Build()).BuildServiceProvider();

        var problems = services.Invoking(s => s.GetRequiredService<TradingDatabase>()).Should()
            .Throw<TradingDataConfigurationException>().Which.Message;
        problems.Should()
            .Contain(
                "KeyRign").And.Contain(
                    "Provider names no provider").And.Contain("MigrateOnStart must be true or false").And.Contain("ProtectKeys(");
        problems.Should().Contain("MaxSesions").And.Contain("MinPasswordLength");
        without.Invoking(s => s.GetRequiredService<TradingDatabase>())
            .Should().Throw<TradingDataConfigurationException>()
            .WithMessage("*no section TradingData*");
    }

    [Test]
    public async Task A_host_keeps_our_tables_in_its_own_context()
    {
        var services = new ServiceCollection();
        services.AddTradingData<HostContext>(
            trading => trading.UseSqlite(ConnectionString).ProtectKeys(ring => ring.PersistKeysToFileSystem(Ring)));
        await using var provider = services.BuildServiceProvider();
        await using var context = provider.GetRequiredService<IDbContextFactory<HostContext>>().CreateDbContext();
        await context.Database.EnsureCreatedAsync();
        var user = new User { Username = "frank", Email = "frank@example.com" };
        context.Add(user);
        context.Add(new Note { Text = "the host's own", UserId = user.Id });
        await context.SaveChangesAsync();
        var asset = new Asset
        {
            Symbol = "SPY",
            AssetClass = AssetClass.Stock,
            Name = "SPY",
            Exchange = "nyse",
            QuoteCurrency = Currency.Parse("USDT"),
        };
        context.Add(asset);
        await context.SaveChangesAsync();

        var result = await provider.GetRequiredService<CandleStore>()
            .UpsertAsync(asset.Id, Timeframe.OneDay, new[] { new CandleRow(1_670_889_600_000, 1, 1, 1, 1, 1) });

        result.Inserted.Should().Be(1);
        (await context.Set<Note>().Where(note => note.UserId == user.Id).CountAsync()).Should().Be(1);
        (await context.Set<User>().SingleAsync(u => u.Email == "frank@example.com")).Id.Should().Be(user.Id);
    }

    [Test]
    public async Task A_host_that_registered_its_context_itself_gets_our_options_too()
    {
        var services = new ServiceCollection();
        services.AddDbContextFactory<HostContext>(options => options.EnableDetailedErrors());
        services.AddTradingData<HostContext>(
            trading => trading.UseSqlite(ConnectionString).ProtectKeys(ring => ring.PersistKeysToFileSystem(Ring)));
        await using var provider = services.BuildServiceProvider();
        await using var context = provider.GetRequiredService<TradingDatabase>().CreateContext();
        await context.Database.EnsureCreatedAsync();
        var user = new User { Username = "heidi", Email = "heidi@example.com" };
        context.Add(user);
        await context.SaveChangesAsync();

        context.Should().BeOfType<HostContext>();
        user.CreatedBy.Should().Be(AuditActor.Default);
        (await context.Set<User>().SingleAsync(u => u.Email == "HEIDI@example.com")).Id.Should().Be(user.Id);
    }

    [Test]
    public async Task A_context_made_without_our_options_is_refused_and_stores_nothing()
    {
        await using var plain = new TradingDbContext(new DbContextOptionsBuilder<TradingDbContext>().UseSqlite(ConnectionString).Options);

        plain.Invoking(context => context.Add(new User { Username = "ivan", Email = "ivan@example.com" })).Should()
            .Throw<InvalidOperationException>();
    }

    [Test]
    public async Task Further_databases_are_keyed_by_their_name_and_stay_apart()
    {
        var services = new ServiceCollection();
        Add(services, null, "one.db");
        Add(services, "archive", "two.db");
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<MigrationRunner>().MigrateAsync();
        await provider.GetRequiredKeyedService<MigrationRunner>("archive").MigrateAsync();
        await using (var context = provider.GetRequiredKeyedService<IDbContextFactory<TradingDbContext>>("archive").CreateDbContext())
        {
            context.Add(new User { Username = "grace", Email = "grace@example.com" });
            await context.SaveChangesAsync();
            (await context.Users.SingleAsync()).Email.Should().Be("grace@example.com");
        }

        await using var first = provider.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContext();
        (await first.Users.CountAsync()).Should().Be(0);

        void Add(IServiceCollection collection, string? name, string file) => collection.AddTradingData(name, trading => trading
            .UseSqlite($"Data Source={Path.Combine(_folder.FullName, file)};Pooling=False")
            .ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(_folder.FullName, $"keys-{file}")))));
    }

    [Test]
    public async Task Calling_it_twice_adds_to_the_first_call_and_registers_nothing_twice()
    {
        var services = new ServiceCollection();
        services.AddTradingData(trading => trading.UseSqlite(ConnectionString));
        services.AddTradingData(trading => trading.ProtectKeys(ring => ring.PersistKeysToFileSystem(Ring)));
        await using var provider = services.BuildServiceProvider();

        provider.GetServices<TradingDatabase>().Should().ContainSingle();
        provider.GetServices<IHostedService>()
            .Select(service => service.GetType().Name)
            .Should().Equal("TradingDataStartup", "SessionCleanupService");
    }

    [Test]
    public async Task The_ring_does_not_touch_the_hosts_own_data_protection()
    {
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("the-host").UseEphemeralDataProtectionProvider();
        await using var provider = Build(services);

        provider.GetRequiredService<TradingDatabase>().Should().NotBeNull();
        provider.GetRequiredService<IDataProtectionProvider>().Should().BeOfType<EphemeralDataProtectionProvider>();
    }

    private string Problem(Action<IDataProtectionBuilder> ring)
    {
        using var services = new ServiceCollection().AddTradingData(trading => trading.UseSqlite(ConnectionString).ProtectKeys(ring))
            .BuildServiceProvider();
        return services.Invoking(s => s.GetRequiredService<TradingDatabase>()).Should()
            .Throw<TradingDataConfigurationException>().Which.Problems.Should().ContainSingle().Which;
    }

    private ServiceProvider Build(IServiceCollection services) =>
        services.AddTradingData(trading => trading.UseSqlite(ConnectionString).ProtectKeys(ring => ring.PersistKeysToFileSystem(Ring)))
            .BuildServiceProvider();

    private sealed class HostContext(DbContextOptions<HostContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.ApplyTradingModel();
            modelBuilder.Entity<Note>().HasOne<User>().WithMany().HasForeignKey(note => note.UserId);
        }
    }

    private sealed class Note
    {
        public int Id { get; init; }

        public required string Text { get; init; }

        public Guid UserId { get; init; }
    }
}

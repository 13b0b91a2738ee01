using FluentAssertions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Tests.Encryption.Models;

/// <summary>Databases of <c>AddTradingData</c>, opened one after another in one process.</summary>
[TestFixture]
internal sealed class ModelPoolRegistrationTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private DirectoryInfo _folder = null!;

    [SetUp]
    public void Open() => _folder = Directory.CreateTempSubdirectory("strategyengine-pool-");

    [TearDown]
    public void Close() => _folder.Delete(recursive: true);

    [Test]
    public async Task Each_database_is_migrated_read_and_written_by_its_own_keys()
    {
        var models = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var (name, strategy) in new[] { ("one", "of the first"), ("two", "of the second") })
        {
            await using var services = Services(name);
            await services.GetRequiredService<MigrationRunner>().MigrateAsync();
            await using var context = Context(services);
            var user = new User { Username = name, Email = name + "@x.y" };
            context.Add(user);
            context.Add(NewStrategy(user, strategy));
            await context.SaveChangesAsync();
            models.Add(context.Model);
        }

        foreach (var (name, strategy) in new[] { ("two", "of the second"), ("one", "of the first") })
        {
            await using var services = Services(name);
            await using var context = Context(services);
            var read = await context.Strategies.AsNoTracking().SingleAsync();
            (read.Name, (string?)read.Config["of"]).Should().Be((strategy, strategy));
            models.Add(context.Model);
        }

        models.Should().ContainSingle();
    }

    [Test]
    public async Task What_is_written_without_a_save_keeps_no_model_from_the_next_database()
    {
        var models = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var name in new[] { "one", "two", "three" })
            models.Add(await WriteAsync(name));

        models.Should().ContainSingle();

        async Task<object> WriteAsync(string name)
        {
            await using var services = Services(name);
            await services.GetRequiredService<MigrationRunner>().MigrateAsync();
            var user = new User { Username = name, Email = name + "@x.y" };
            var bulk = services.GetRequiredService<BulkWriter>();
            await bulk.UpsertAsync([user]);
            await bulk.UpsertAsync([NewStrategy(user, "first")]);
            var sessions = services.GetRequiredService<SessionManager>();
            for (var i = 0; i < 2; i++)
                await sessions.CreateSessionAsync(user.Id, new ClientInfo("203.0.113.7", "browser"));
            (await sessions.ListSessionsAsync(user.Id)).Should().HaveCount(2).And.OnlyContain(session => session.UserAgent == "browser");
            await using var context = Context(services);
            (await context.Users.CountAsync(row => row.Email == user.Email)).Should().Be(1);
            return context.Model;
        }
    }

    [Test]
    public async Task A_bulk_write_that_is_late_with_its_services_is_refused()
    {
        await using var services = Services("one");
        await services.GetRequiredService<MigrationRunner>().MigrateAsync();
        var bulk = services.GetRequiredService<BulkWriter>();
        await bulk.UpsertAsync([NewAsset("BTC")]);
        var context = Context(services);
        (await context.Assets.CountAsync()).Should().Be(1);
        services.GetRequiredService<TradingDatabase>().Keys.Dispose();

        await bulk.Invoking(writer => writer.UpsertAsync([NewAsset("ETH")]))
            .Should().ThrowAsync<ObjectDisposedException>().WithMessage("*key ring of this context is disposed*");
        await services.DisposeAsync();
        await bulk.Invoking(writer => writer.UpsertAsync([NewAsset("ETH")])).Should().ThrowAsync<ObjectDisposedException>();
        await context.Invoking(late => late.Assets.ToListAsync())
            .Should().ThrowAsync<ObjectDisposedException>()
            .WithMessage("*key ring of this context is disposed*");
        await context.DisposeAsync();
        await using var again = Services("one");
        await using var fresh = Context(again);
        (await fresh.Assets.Select(asset => asset.Symbol).ToListAsync()).Should().Equal("BTC");
    }

    [Test]
    public async Task A_bulk_write_that_the_end_of_its_ring_overtakes_seals_nothing_by_the_keys_of_another()
    {
        var clock = new EventfulClock();
        await using var services = Services("one", clock);
        await services.GetRequiredService<MigrationRunner>().MigrateAsync();
        var user = new User { Username = "ada", Email = "ada@x.y" };
        var bulk = services.GetRequiredService<BulkWriter>();
        await bulk.UpsertAsync([user]);
        await bulk.UpsertAsync([NewStrategy(user, "first")]);
        await using (var other = Services("two"))
            await other.GetRequiredService<MigrationRunner>().MigrateAsync();
        await using var next = Services("two");
        clock.When(() =>
        {
            services.GetRequiredService<TradingDatabase>().Keys.Dispose();
            using var holder = Context(next);
            holder.Strategies.Count().Should().Be(0);
        });

        await bulk.Invoking(writer => writer.UpsertAsync([NewStrategy(user, "second")])).Should().ThrowAsync<ObjectDisposedException>();

        await using var again = Services("one");
        await using var context = Context(again);
        (await context.Strategies.AsNoTracking().ToListAsync()).Should().ContainSingle().Which.Config["of"]!.GetValue<string>().Should()
            .Be("first");
    }

    [Test]
    public void Ids_are_of_the_time_of_the_database_that_gives_them()
    {
        foreach (var year in (ReadOnlySpan<int>)[10, 0])
        {
            var now = Now.AddYears(year);
            using var services = Services("one", new FakeTimeProvider(now));
            using var context = Context(services);
            var asset = NewAsset("BTC");
            context.Add(asset);

            var milliseconds = Convert.ToInt64(asset.Id.ToString("N")[..12], 16);
            DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).Should().Be(now, "a clock that was ahead belonged to another database");
        }
    }

    private static Asset NewAsset(string symbol) =>
        new() { Symbol = symbol, Name = symbol, AssetClass = AssetClass.Crypto, Exchange = "x", QuoteCurrency = Currency.Parse("USDT") };

    private static Strategy NewStrategy(User user, string name) =>
        new() { UserId = user.Id, Name = name, StrategyType = "momentum", Config = new() { ["of"] = name } };

    private static TradingDbContext Context(ServiceProvider services) =>
        services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContext();

    private ServiceProvider Services(string name, TimeProvider? time = null)
    {
        var services = new ServiceCollection();
        if (time is not null)
            services.AddSingleton(time);
        return services.AddTradingData(trading => trading
            .UseSqlite($"Data Source={Path.Combine(_folder.FullName, name + ".db")};Pooling=False")
            .ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(_folder.FullName, name)))))
            .BuildServiceProvider();
    }
}

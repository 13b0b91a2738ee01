using System.Data.Common;

using FluentAssertions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Specifications.Encryption;

/// <summary>The life of the data keys on the model of the library, across processes.</summary>
public abstract class DataKeySpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private EncryptionKeyManager Keys => Get<EncryptionKeyManager>();

    [Test]
    public async Task Processes_that_start_at_once_on_an_empty_database_agree_on_their_keys()
    {
        await using (var context = CreateContext())
            await context.Set<DataKey>().ExecuteDeleteAsync();

        var results = await TestProcess.RaceAsync<FirstDataKeys>(TestDatabase, [], [], []);

        results.Should().AllSatisfy(keys => keys.Should().Equal(results[0]));
        results[0].Should().HaveCount(2);
    }

    [Test]
    public async Task Every_encrypted_value_moves_to_the_new_key_and_the_old_one_can_be_revoked()
    {
        await AddAsync("binance", 3);
        var former = (await Keys.GetStatusAsync()).ActiveKey!;
        var rotated = await Keys.RotateDataKeyAsync();
        (await Keys.GetStatusAsync()).OutdatedValues.Should().BeGreaterThan(0);

        var result = await Keys.ReencryptAsync();

        result.IsComplete.Should().BeTrue();
        var status = await Keys.GetStatusAsync();
        status.OutdatedValues.Should().Be(0);
        status.ActiveKey!.KeyId.Should().Be(rotated.KeyId);
        status.Columns.Should()
            .Contain(column => column.Table.EndsWith("users") && column.Column == "email" && column.ValuesByKey[rotated.KeyId] == 1);
        Time.Advance(DataKeyRing.RefreshInterval);
        await Keys.RevokeAsync(former.KeyId);
        await using var context = CreateContext();
        (await context.Users.AsNoTracking().SingleAsync(user => user.Email == "ADA@example.com")).Email.Should().Be("ada@example.com");
        (await context.Set<ExchangeCredential>().AsNoTracking().ToListAsync()).Should()
            .OnlyContain(row => row.ApiSecret!.Reveal() == "first");
    }

    [Test]
    public async Task A_key_that_values_are_under_is_not_revoked_by_mistake()
    {
        await AddAsync("binance", 1);
        var active = (await Keys.GetStatusAsync()).ActiveKey!.KeyId;

        (await Keys.Awaiting(keys => keys.RevokeAsync(active)).Should().ThrowAsync<TradingDataException>()).Which.Code.Should()
            .Be("encryption.key_in_use");

        (await Keys.GetStatusAsync()).ActiveKey!.KeyId.Should().Be(active);
        await using var context = CreateContext();
        (await context.Users.AsNoTracking().ToListAsync()).Should().NotBeEmpty();
    }

    [Test]
    public async Task A_revoked_key_opens_nothing()
    {
        await AddAsync("binance", 1);
        await Keys.RevokeAsync((await Keys.GetStatusAsync()).ActiveKey!.KeyId, evenIfUsed: true);

        await using var context = CreateContext();
        await context.Users.Awaiting(users => users.ToListAsync()).Should().ThrowAsync<KeyRevokedException>();
    }

    [Test]
    public async Task Rewrapping_leaves_every_value_readable()
    {
        await AddAsync("binance", 1);
        await Keys.RewrapAsync();
        await using var other = BuildServices();
        await using var context = ((TradingDatabase)other.GetService(typeof(TradingDatabase))!).CreateContext();

        (await context.Set<ExchangeCredential>().SingleAsync()).ApiSecret!.Reveal().Should().Be("first");
    }

    [Test]
    public async Task Processes_that_write_while_another_rotates_and_re_encrypts_lose_nothing()
    {
        await AddAsync("binance", 40);
        await AddAsync("kraken", 40);

        var rounds = $"{Rounds.Of(standard: 4, full: 12, part: 7)}";
        var results = await TestProcess.RaceAsync<RewriteSecrets>(TestDatabase, ["rotate"], ["binance", rounds], ["kraken", rounds]);

        results[0].Should().BeEmpty("every value could be read");
        (await Keys.ReencryptAsync()).IsComplete.Should().BeTrue();
        (await Keys.GetStatusAsync()).OutdatedValues.Should().Be(0);
        await using var context = CreateContext();
        var stored = await context.Set<ExchangeCredential>().AsNoTracking().ToDictionaryAsync(row => row.Id, row => row.ApiSecret!);
        foreach (var line in results[1].Concat(results[2]))
        {
            var parts = line.Split('|');
            var id = Guid.Parse(parts[0]);
            stored[id].For(id).Reveal().Should().Be(parts[1]);
        }
    }

    [Test]
    public async Task Runs_killed_at_random_beside_writing_processes_lose_nothing()
    {
        const int idle = 1_200;
        var rounds = Rounds.Of(standard: 3, full: 20, part: 1);
        await AddAsync("idle", idle);
        await AddAsync("binance", 15);
        await AddAsync("kraken", 15);
        var (runs, unfinished) = (0, 0);
        using var binance = await TestProcess.StartAsync<KeepWriting>(TestDatabase, "binance");
        using var kraken = await TestProcess.StartAsync<KeepWriting>(TestDatabase, "kraken");
        binance.Go();
        kraken.Go();
        while (unfinished < rounds && runs < 4 * rounds)
        {
            await Keys.RotateDataKeyAsync();
            using var job = await TestProcess.StartAsync<KilledReencryption>(TestDatabase, $"{++runs}");
            job.Go();
            (await job.ReadLineAsync()).Should().Be(KilledReencryption.Working);
            await Task.Delay(Random.Shared.Next(0, 150));
            await job.KillAsync();
            await using var context = CreateContext();
            unfinished += (await LibraryRecords.ReadAsync(context, "encryption_jobs"))
                .Any(job => job.Property("Cursor").CurrentValue is not null) ? 1 : 0;
        }

        using var last = await TestProcess.StartAsync<KilledReencryption>(TestDatabase, $"{runs + 1}");
        last.Go();
        (await last.FinishAsync()).Should().BeSubsetOf([KilledReencryption.Working], "every value could be read");
        await File.WriteAllTextAsync(KeepWriting.StopFile(TestDatabase), "");
        var written = (await binance.FinishAsync())
            .Concat(await kraken.FinishAsync())
            .Select(line => line.Split('|'))
            .ToDictionary(parts => Guid.Parse(parts[0]), parts => parts[1]);

        unfinished.Should()
            .Be(rounds, "so many runs are killed in the middle; those that end before the word to kill comes are not counted");
        written.Should().HaveCount(30);
        Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        (await Keys.ReencryptAsync()).IsComplete.Should().BeTrue();
        var plan = await Keys.PlanReencryptionAsync();
        plan.IsReadable.Should().BeTrue();
        plan.ValuesToRewrite.Should().Be(0);
        await using var reading = CreateContext();
        foreach (var credential in await reading.Set<ExchangeCredential>().AsNoTracking().ToListAsync())
            credential.ApiSecret!.Reveal().Should().Be(written.GetValueOrDefault(credential.Id, "first"));
    }

    [Test]
    public async Task Another_process_follows_a_rotation_within_the_poll_interval()
    {
        await AddAsync("binance", 1);
        using var other = await TestProcess.StartAsync<FollowKeys>(TestDatabase);
        var rotated = await Keys.RotateDataKeyAsync();
        other.Go();

        (await other.FinishAsync()).Should().Equal("first", "first", "first", "written");

        var secrets = (await Keys.GetStatusAsync()).Columns.Single(column => column.Column == "api_secret");
        secrets.ValuesByKey[rotated.KeyId].Should().Be(1);
    }

    [Test]
    public async Task Another_process_refuses_a_revoked_data_key_within_the_poll_interval()
    {
        await AddAsync("binance", 1);
        using var other = await TestProcess.StartAsync<FollowKeys>(TestDatabase);
        await Keys.RevokeAsync((await Keys.GetStatusAsync()).ActiveKey!.KeyId, evenIfUsed: true);
        other.Go();

        (await other.FinishAsync()).Should().Equal("first", "first", "encryption.key_revoked", "written");
    }

    [Test]
    public async Task Another_process_refuses_what_a_revoked_ring_key_wraps_within_the_poll_interval()
    {
        await AddAsync("binance", 1);
        using var other = await TestProcess.StartAsync<FollowKeys>(TestDatabase);
        await using (var ring = OpenRing())
        {
            var manager = ring.GetRequiredService<IKeyManager>();
            manager.RevokeKey(manager.GetAllKeys().Single().KeyId, "known to others");
        }

        other.Go();

        (await other.FinishAsync()).Should().Equal("first", "first", "encryption.key_revoked", "written");
    }

    [Test]
    public async Task Of_two_applications_that_follow_the_key_ring_at_once_one_makes_a_data_key()
    {
        await AddAsync("binance", 1);
        var transaction = new BeforeTransaction();
        await using var application = TestDatabase.BuildServices(Time, transaction);
        await SaveAsync(application, "before");
        await using (var ring = OpenRing())
        {
            ring.GetRequiredService<IKeyManager>()
                .CreateNewKey(TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddDays(90));
        }

        Time.Advance(DataKeyRing.RefreshInterval);

        // It has seen the new key of the ring, and is about to replace the data key, when another one has done so.
        transaction.Action = () => SaveAsync(Services, "theirs");
        await SaveAsync(application, "ours");

        transaction.Action.Should().BeNull("it came to that point");
        var status = await Keys.GetStatusAsync();
        status.Keys.Where(key => key.Purpose == "field")
            .Select(key => (key.Generation, key.State))
            .Should().BeEquivalentTo([(1, DataKeyState.Decrypt), (2, DataKeyState.Active)]);
        status.Columns.Single(column => column.Column == "api_secret").ValuesByKey[status.ActiveKey!.KeyId].Should().Be(2);

        static async Task SaveAsync(IServiceProvider services, string label)
        {
            await using var context = services.GetRequiredService<TradingDatabase>().CreateContext();
            var user = await context.Set<User>().Select(row => row.Id).FirstAsync();
            context.Add(new ExchangeCredential { UserId = user, Exchange = "other", Label = label, ApiKey = "key", ApiSecret = label });
            await context.SaveChangesAsync();
        }
    }

    /// <summary>The key ring of the database, as an administrator would open it.</summary>
    private ServiceProvider OpenRing()
    {
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("StrategyEngine.Data")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(TestDatabase.Folder, "keys")));
        return services.BuildServiceProvider();
    }

    private async Task AddAsync(string exchange, int count)
    {
        await using var context = CreateContext();
        var user = await context.Users.FirstOrDefaultAsync()
            ?? context.Add(new User { Username = "ada", Email = "ada@example.com" }).Entity;
        for (var i = 0; i < count; i++)
        {
            context.Add(
                new ExchangeCredential { UserId = user.Id, Exchange = exchange, Label = $"{i}", ApiKey = "key", ApiSecret = "first" });
        }

        await context.SaveChangesAsync();
    }

    /// <summary>Does something once, right before a transaction begins.</summary>
    private sealed class BeforeTransaction : DbTransactionInterceptor
    {
        public Func<Task>? Action { get; set; }

        public override async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
            DbConnection connection,
            TransactionStartingEventData eventData,
            InterceptionResult<DbTransaction> result,
            CancellationToken cancellationToken = default)
        {
            var action = Action;
            Action = null;
            if (action is not null)
                await action();
            return result;
        }
    }
}

using System.Data;

using FluentAssertions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence.Statements;

namespace StrategyEngine.Data.Tests.Persistence.Statements;

[TestFixture]
public sealed class OpenContextPoolTests
{
    private static readonly ModelStatement Rename = new(sql =>
        $"UPDATE {sql.Table<User>()} SET {sql.Is<User>(nameof(User.PasswordHash), "name")} WHERE {sql.Is<User>(nameof(User.Id), "id")}");

    private static readonly ModelStatement Read = new(sql =>
        $"""
        SELECT {sql.Select<User>("u", nameof(User.Email), "email")}, {sql.Select<User>("u", nameof(User.LastLoginAt), "seen")}, {sql.Select<User>("u", nameof(User.IsActive), "active")}
        FROM {sql.Table<User>()} AS u WHERE u.{sql.Is<User>(nameof(User.Id), "id")}
        """);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(50));

    private DirectoryInfo _folder = null!;
    private ServiceProvider _services = null!;
    private Guid _userId;

    private TradingDatabase Database => _services.GetRequiredService<TradingDatabase>();

    private OpenContextPool Pool => Database.OpenContexts;

    [SetUp]
    public async Task SetUpAsync()
    {
        _folder = Directory.CreateTempSubdirectory("open-contexts-");
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(_time)
            .AddTradingData(trading => trading
                .UseSqlite($"Data Source={Path.Combine(_folder.FullName, "trading.db")}")
                .ProtectKeys(ring => ring.PersistKeysToFileSystem(_folder.CreateSubdirectory("keys"))))
            .BuildServiceProvider();
        await _services.GetRequiredService<MigrationRunner>().MigrateAsync();
        await using var context = Database.CreateContext();
        var user = new User { Username = "ada", Email = "ada@example.com", PasswordHash = "Ada" };
        context.Add(user);
        await context.SaveChangesAsync();
        _userId = user.Id;
    }

    [TearDown]
    public async Task TearDownAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Test]
    public async Task A_statement_converts_as_the_model_does()
    {
        var rows = await Pool.UseAsync(
            (open, token) => Read.ReadAsync(
                open, row => (row.Get<string>("email"), row.Get<DateTimeOffset?>("seen"), row.Get<bool>("active")), token, ("id", _userId)),
            CancellationToken.None);

        rows.Should().Equal(("ada@example.com", null, true));
    }

    [Test]
    public async Task What_was_open_before_the_database_is_replaced_is_not_used_again()
    {
        var idle = await Pool.UseAsync((open, _) => Task.FromResult(open), CancellationToken.None);
        var lent = await Pool.UseAsync(
            (open, _) =>
            {
                Pool.Clear();
                return Task.FromResult(open);
            },
            CancellationToken.None);

        var next = await Pool.UseAsync((open, _) => Task.FromResult(open), CancellationToken.None);

        lent.Should().BeSameAs(idle);
        next.Should().NotBeSameAs(lent);
    }

    [Test]
    public async Task A_connection_stays_open_for_the_next_caller()
    {
        var first = await Pool.UseAsync((open, _) => Task.FromResult(open.Context.Database.GetDbConnection()), CancellationToken.None);
        first.State.Should().Be(ConnectionState.Open);

        (await Pool.UseAsync((open, _) => Task.FromResult(open.Context.Database.GetDbConnection()), CancellationToken.None)).Should()
            .BeSameAs(first);
        await _services.DisposeAsync();
        first.State.Should().Be(ConnectionState.Closed);
    }

    [Test]
    public async Task A_connection_is_opened_anew_after_a_second()
    {
        var first = await Pool.UseAsync((open, _) => Task.FromResult(open.Context.Database.GetDbConnection()), CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1));

        (await Pool.UseAsync((open, _) => Task.FromResult(open.Context.Database.GetDbConnection()), CancellationToken.None)).Should()
            .NotBeSameAs(first);
        first.State.Should().Be(ConnectionState.Closed);
    }

    [Test]
    public async Task A_file_that_was_replaced_is_noticed_and_then_used()
    {
        await RenameAsync("Grace", commits: true);
        var (file, copy) = (Path.Combine(_folder.FullName, "trading.db"), Path.Combine(_folder.FullName, "copy.db"));
        await using (var context = Database.CreateContext())
            await context.Database.ExecuteSqlAsync($"VACUUM INTO {copy}");
        await RenameAsync("Ada", commits: true);
        File.Move(copy, file, overwrite: true);
        File.Delete(file + "-wal");
        File.Delete(file + "-shm");
        _time.Advance(TimeSpan.FromSeconds(1));

        (await this.Awaiting(test => test.RenameAsync("Lost", commits: true)).Should().ThrowAsync<TradingDataException>()).Which.Code
            .Should().Be("sqlite.file_replaced");

        (await NameAsync()).Should().Be("Grace");
        await RenameAsync("Hopper", commits: true);
        (await NameAsync()).Should().Be("Hopper");
    }

    [Test]
    public async Task A_context_whose_work_failed_is_rolled_back_and_not_used_again()
    {
        SqliteConnection? used = null;
        var failing = Pool.UseAsync(
            (open, token) => open.InTransactionAsync<bool>(
                async _ =>
                {
                    used = (SqliteConnection)open.Context.Database.GetDbConnection();
                    (await Rename.ExecuteAsync(open, token, ("id", _userId), ("name", "Grace"))).Should().Be(1);
                    throw new InvalidOperationException("Something failed.");
                },
                token),
            CancellationToken.None);

        await failing.Awaiting(task => task).Should().ThrowAsync<InvalidOperationException>();
        used!.State.Should().Be(ConnectionState.Closed);
        (await NameAsync()).Should().Be("Ada");
        await RenameAsync("Grace", commits: true); // nothing holds the write lock
        (await NameAsync()).Should().Be("Grace");
    }

    [TestCase(true, "Grace")]
    [TestCase(false, "Ada")]
    public async Task A_transaction_is_committed_if_the_work_says_so(bool commits, string expected)
    {
        await RenameAsync("Grace", commits);

        (await NameAsync()).Should().Be(expected);
    }

    [TestCase(true, "Hopper")]
    [TestCase(false, "Ada")]
    public async Task The_context_saves_within_the_transaction_and_forgets_after_it(bool commits, string expected)
    {
        await Pool.UseAsync(
            (open, token) => open.InTransactionAsync(
                async _ =>
                {
                    var user = await open.Context.Set<User>().SingleAsync(token);
                    user.PasswordHash = "Hopper";
                    open.Context.Add(new User { Username = "grace", Email = "grace@example.com" });
                    await open.Context.SaveChangesAsync(token);
                    return (commits, true);
                },
                token),
            CancellationToken.None);

        await using var context = Database.CreateContext();
        (await context.Set<User>().SingleAsync(user => user.Id == _userId)).PasswordHash.Should().Be(expected);
        (await context.Set<User>().CountAsync()).Should().Be(commits ? 2 : 1);
        await Pool.UseAsync(
            (open, _) =>
            {
                open.Context.ChangeTracker.Entries().Should().BeEmpty();
                open.Context.Database.AutoTransactionBehavior.Should().Be(AutoTransactionBehavior.WhenNeeded);
                return Task.FromResult(true);
            },
            CancellationToken.None);
    }

    [Test]
    public async Task The_context_takes_part_in_each_transaction_whatever_it_was_used_for_before()
    {
        await Pool.UseAsync(
            async (open, token) =>
            {
                (await open.Context.Set<User>().CountAsync(token)).Should().Be(1);
                foreach (var (name, commits) in new[] { ("grace", true), ("lost", false), ("edsger", true) })
                {
                    await open.InTransactionAsync(
                        async _ =>
                        {
                            open.Context.ChangeTracker.Clear();
                            var first = await open.Context.Set<User>().SingleAsync(user => user.Id == _userId, token);
                            first.LoginCount++;
                            open.Context.Add(new User { Username = name, Email = $"{name}@example.com" });
                            await open.Context.SaveChangesAsync(token);
                            return (commits, true);
                        },
                        token);
                }

                return true;
            },
            CancellationToken.None);

        await using var context = Database.CreateContext();
        (await context.Set<User>().Select(user => user.Username).ToListAsync()).Should().BeEquivalentTo("ada", "grace", "edsger");
        (await context.Set<User>().SingleAsync(user => user.Id == _userId)).LoginCount.Should().Be(2);
    }

    [Test]
    public async Task Those_who_wait_for_the_lock_get_it_and_no_more_than_a_few_stay_open()
    {
        await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => RenameAsync($"Ada {i}", commits: true))));

        (await NameAsync()).Should().StartWith("Ada ");
    }

    [Test]
    public async Task An_entity_is_inserted_as_the_context_would()
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_123);
        var session = new UserSession
        {
            Id = Guid.CreateVersion7(now),
            UserId = _userId,
            SessionType = SessionType.Trading,
            Scopes = "read",
            RefreshHash = new byte[32],
            LastSeenAt = now,
            IdleExpiresAt = now,
            AbsoluteExpiresAt = now,
            IpAddress = "203.0.113.7",
        };

        await Pool.UseAsync(
            (open, token) => new EntityInsert<UserSession>().ExecuteAsync(open, session, now, token), CancellationToken.None);

        await using var context = Database.CreateContext();
        var read = await context.Set<UserSession>().AsNoTracking().SingleAsync();
        read.Should()
            .BeEquivalentTo(session, options => options.Excluding(s => s.CreatedAt).Excluding(s => s.UpdatedAt).Excluding(s => s.Version));
        (read.CreatedAt, read.UpdatedAt, read.Version).Should().Be((now, now, 1L));
        (await context.Database.SqlQueryRaw<string>("SELECT hex(ip_address) AS Value FROM user_sessions").SingleAsync())
            .Should().NotContain(Convert.ToHexString("203.0.113.7"u8), "it is encrypted");
    }

    private Task<bool> RenameAsync(string name, bool commits) => Pool.UseAsync(
        (open, token) => open.InTransactionAsync(
            async _ =>
            {
                await Rename.ExecuteAsync(open, token, ("id", _userId), ("name", name));
                return (commits, true);
            },
            token),
        CancellationToken.None);

    private async Task<string?> NameAsync()
    {
        await using var context = Database.CreateContext();
        return (await context.Set<User>().SingleAsync(user => user.Id == _userId)).PasswordHash;
    }
}

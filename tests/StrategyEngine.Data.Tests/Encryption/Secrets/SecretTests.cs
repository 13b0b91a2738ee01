using System.Text.Json;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

[TestFixture]
internal sealed class SecretTests
{
    private EncryptedDatabase _database = null!;

    [SetUp]
    public void Open() => _database = new EncryptedDatabase();

    [TearDown]
    public void Close() => _database.Dispose();

    [Test]
    public void A_secret_reads_back_tracked_and_untracked()
    {
        var id = Add(new Account { ApiSecret = new Secret<string>("sk"), Seed = new byte[] { 1, 2 } });
        using var context = _database.NewContext();

        context.Accounts.AsNoTracking().Single(account => account.Id == id).ApiSecret!.Reveal().Should().Be("sk");
        var tracked = context.Accounts.Single(account => account.Id == id);
        tracked.ApiSecret!.Reveal().Should().Be("sk");
        tracked.Seed!.Reveal().Should().Equal(1, 2);
    }

    [Test]
    public void A_secret_can_be_revealed_before_and_after_it_is_saved()
    {
        var account = new Account { ApiSecret = "sk" };
        account.ApiSecret!.Reveal().Should().Be("sk");
        Add(account);

        account.ApiSecret!.Reveal().Should().Be("sk");
    }

    [Test]
    public void An_unchanged_secret_is_not_written()
    {
        var id = Add(new Account { ApiSecret = "sk", Note = "n" });
        using var context = _database.NewContext();
        var account = context.Accounts.Single(account => account.Id == id);
        account.ApiSecret!.Reveal();
        account.ApiSecret = account.ApiSecret;

        context.SaveChanges().Should().Be(0);
        account.Name = "renamed";
        var before = Stored(id);
        context.SaveChanges().Should().Be(1);
        Stored(id).Should().Equal(before);
    }

    [Test]
    public void Saving_the_same_entity_twice_writes_once()
    {
        using var context = _database.NewContext();
        context.Add(new Account { ApiSecret = "sk", Email = "a@b.c" });
        context.SaveChanges().Should().Be(1);
        context.SaveChanges().Should().Be(0);
    }

    [Test]
    public void A_secret_of_another_row_is_sealed_anew()
    {
        var first = Add(new Account { ApiSecret = "shared" });
        var second = Add(new Account { ApiSecret = "own" });
        using (var context = _database.NewContext())
        {
            var accounts = context.Accounts.ToDictionary(account => account.Id);
            accounts[second].ApiSecret = accounts[first].ApiSecret;
            context.SaveChanges().Should().Be(1);
            accounts[second].ApiSecret!.Reveal().Should().Be("shared");
        }

        Read(first).ApiSecret!.Reveal().Should().Be("shared");
        Read(second).ApiSecret!.Reveal().Should().Be("shared");
        Stored(first).Should().NotEqual(Stored(second));
    }

    [Test]
    public void One_new_secret_can_be_given_to_two_entities()
    {
        var shared = new Secret<string>("shared");
        var first = new Account { ApiSecret = shared };
        var second = new Account { ApiSecret = shared };
        using (var context = _database.NewContext())
        {
            context.AddRange(first, second);
            context.SaveChanges();
        }

        Read(first.Id).ApiSecret!.Reveal().Should().Be("shared");
        Read(second.Id).ApiSecret!.Reveal().Should().Be("shared");
        shared.Reveal().Should().Be("shared");
    }

    [Test]
    public void A_secret_of_another_column_is_sealed_anew()
    {
        var id = Add(new Account { ApiSecret = "sk" });
        using (var context = _database.NewContext())
        {
            var account = context.Accounts.Single(account => account.Id == id);
            context.Add(new Order { Day = DayOfWeek.Friday, Venue = "x", Number = 1, Account = account, Memo = account.ApiSecret });
            context.SaveChanges();
        }

        using var reading = _database.NewContext();
        reading.Orders.Single().Memo!.Reveal().Should().Be("sk");
    }

    [Test]
    public void A_detached_entity_can_be_updated()
    {
        var detached = Read(Add(new Account { ApiSecret = "sk", Email = "a@b.c" }));
        detached.Name = "renamed";
        using (var context = _database.NewContext())
        {
            context.Update(detached);
            context.SaveChanges();
        }

        Read(detached.Id).ApiSecret!.Reveal().Should().Be("sk");
        using var reading = _database.NewContext();
        reading.Accounts.Single(account => account.Email == "A@B.C").Name.Should().Be("renamed");
    }

    [Test]
    public void A_projected_secret_says_what_to_do_and_can_be_bound_by_hand()
    {
        var id = Add(new Account { ApiSecret = "sk" });
        using var context = _database.NewContext();
        var projected = context.Accounts.Select(account => new { account.Id, account.ApiSecret }).Single();

        projected.ApiSecret!.Invoking(secret => secret.Reveal()).Should().Throw<UnboundSecretException>()
            .Which.Message.Should().Contain("Load the entity");
        projected.ApiSecret!.For(projected.Id).Reveal().Should().Be("sk");
        projected.ApiSecret!.For(Guid.CreateVersion7()).Invoking(secret => secret.Reveal()).Should().Throw<FieldTamperedException>();
    }

    [Test]
    public void A_projected_secret_of_another_row_is_not_saved()
    {
        Add(new Account { ApiSecret = "sk" });
        using var context = _database.NewContext();
        var projected = context.Accounts.Select(account => account.ApiSecret).Single();
        context.Add(new Account { ApiSecret = projected });

        context.Invoking(c => c.SaveChanges()).Should().Throw<DbUpdateException>().WithInnerException<FieldTamperedException>();
    }

    [Test]
    public void A_secret_that_was_only_told_a_row_is_not_saved_into_it()
    {
        Account account;
        Add(new Account { ApiSecret = "sk" });
        using (var context = _database.NewContext())
            account = context.Accounts.AsNoTracking().Single();
        account.Id = Guid.CreateVersion7();
        using (var context = _database.NewContext())
        {
            context.Add(new Account { Id = account.Id, ApiSecret = account.ApiSecret });

            context.Invoking(c => c.SaveChanges()).Should().Throw<DbUpdateException>().WithInnerException<FieldTamperedException>();
        }

        _database.Scalar<int>("SELECT COUNT(*) FROM accounts").Should().Be(1);
    }

    [Test]
    public void A_secret_is_bound_to_a_composite_key()
    {
        var account = new Account();
        using (var context = _database.NewContext())
        {
            context.AddRange(
                account,
                new Order { Day = DayOfWeek.Monday, Venue = "x", Number = 1, Account = account, Memo = "one" },
                new Order { Day = DayOfWeek.Monday, Venue = "x", Number = 2, Account = account, Memo = "two" });
            context.SaveChanges();
        }

        using var reading = _database.NewContext();
        reading.Orders.AsNoTracking().Single(order => order.Number == 2).Memo!.Reveal().Should().Be("two");
        _database.Execute("UPDATE orders SET \"Memo\" = (SELECT \"Memo\" FROM orders WHERE \"Number\" = 1)");
        reading.Orders.AsNoTracking().Single(order => order.Number == 2).Memo!
            .Invoking(memo => memo.Reveal()).Should().Throw<FieldTamperedException>();
    }

    [Test]
    public void A_secret_can_be_set_to_null()
    {
        var id = Add(new Account { ApiSecret = "sk" });
        using (var context = _database.NewContext())
        {
            context.Accounts.Single(account => account.Id == id).ApiSecret = null;
            context.SaveChanges().Should().Be(1);
        }

        Read(id).ApiSecret.Should().BeNull();
        Stored(id).Should().BeNull();
    }

    [Test]
    public async Task Saving_asynchronously_binds_too()
    {
        var account = new Account { ApiSecret = "sk" };
        await using (var context = _database.NewContext())
        {
            context.Add(account);
            await context.SaveChangesAsync();
        }

        Read(account.Id).ApiSecret!.Reveal().Should().Be("sk");
    }

    [Test]
    public void A_failed_save_can_be_repeated()
    {
        Add(new Account { Email = "taken@x.y" });
        var account = new Account { Email = "TAKEN@x.y", ApiSecret = "sk" };
        using (var context = _database.NewContext())
        {
            context.Add(account);
            context.Invoking(c => c.SaveChanges()).Should().Throw<DbUpdateException>();
            account.Email = "free@x.y";
            context.SaveChanges().Should().Be(1);
        }

        Read(account.Id).ApiSecret!.Reveal().Should().Be("sk");
    }

    [Test]
    public void A_secret_prints_as_asterisks_and_is_refused_by_the_serializer()
    {
        var account = new Account { ApiSecret = "sk_live" };

        account.ApiSecret!.ToString().Should().Be("***");
        $"{account.ApiSecret}".Should().Be("***");
        FluentActions.Invoking(() => JsonSerializer.Serialize(account)).Should().Throw<SecretSerializationException>();
        FluentActions.Invoking(() => JsonSerializer.Deserialize<Secret<string>>("\"x\"")).Should().Throw<SecretSerializationException>();
    }

    private Guid Add(Account account)
    {
        using var context = _database.NewContext();
        context.Add(account);
        context.SaveChanges();
        return account.Id;
    }

    private Account Read(Guid id)
    {
        using var context = _database.NewContext();
        return context.Accounts.AsNoTracking().Single(account => account.Id == id);
    }

    private byte[]? Stored(Guid id) =>
        _database.Scalar<byte[]>("SELECT api_secret FROM accounts WHERE \"Id\" = $id", ("$id", id.ToString().ToUpperInvariant()));
}

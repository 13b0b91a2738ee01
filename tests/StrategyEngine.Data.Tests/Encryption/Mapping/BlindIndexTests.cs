// The forms of comparison are what is under test.
#pragma warning disable CA1309

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

namespace StrategyEngine.Data.Tests.Encryption;

[TestFixture]
internal sealed class BlindIndexTests
{
    private EncryptedDatabase _database = null!;

    [SetUp]
    public void Open()
    {
        _database = new EncryptedDatabase();
        using var context = _database.NewContext();
        context.AddRange(
            new Account { Name = "ann", Email = "Ann@example.com" },
            new Account { Name = "bob", Email = "bob@example.com" },
            new Account { Name = "none" });
        context.SaveChanges();
    }

    [TearDown]
    public void Close() => _database.Dispose();

    [Test]
    public void Equality_finds_the_row_by_its_index()
    {
        using var context = _database.NewContext();
        var email = " ANN@EXAMPLE.COM";

        context.Accounts.Where(account => account.Email == email).Select(account => account.Name).ToList().Should().Equal("ann");
        context.Accounts.Where(account => "bob@example.com" == account.Email)
            .Select(account => account.Name)
            .ToList()
            .Should().Equal("bob");
        context.Accounts.Where(account => account.Email!.Equals(email)).Select(account => account.Name).ToList().Should().Equal("ann");
        context.Accounts.Where(account => string.Equals(account.Email, email))
            .Select(account => account.Name)
            .ToList()
            .Should().Equal("ann");
        context.Accounts.Where(account => EF.Property<string>(account, "Email") == email)
            .Select(account => account.Name)
            .ToList()
            .Should().Equal("ann");
        context.Accounts.Where(account => account.Email == "nobody").Should().BeEmpty();
        context.Accounts.Where(account => account.Email == email).ToQueryString().Should().Contain("EmailIndex").And.NotContain("ANN@");
    }

    [Test]
    public void Inequality_and_membership_use_the_index()
    {
        using var context = _database.NewContext();
        string[] array = ["ann@example.com", "zed@example.com"];
        var list = array.ToList();

        context.Accounts.Where(account => account.Email != "bob@example.com")
            .Select(account => account.Name)
            .ToList()
            .Should().BeEquivalentTo("ann", "none");
        context.Accounts.Where(account => array.Contains(account.Email)).Select(account => account.Name).ToList().Should().Equal("ann");
        context.Accounts.Where(account => list.Contains(account.Email!)).Select(account => account.Name).ToList().Should().Equal("ann");
        context.Accounts.Where(account => !list.Contains(account.Email!))
            .Select(account => account.Name)
            .ToList()
            .Should().BeEquivalentTo("bob", "none");
        context.Accounts.Where(account => new[] { "BOB@example.com" }.Contains(account.Email))
            .Select(account => account.Name)
            .ToList()
            .Should().Equal("bob");
    }

    [Test]
    public void Null_in_a_parameter_finds_the_rows_without_a_value()
    {
        using var context = _database.NewContext();
        string? email = null;

        context.Accounts.Where(account => account.Email == email).Select(account => account.Name).ToList().Should().Equal("none");
        context.Accounts.Where(account => account.Email == null).Select(account => account.Name).ToList().Should().Equal("none");
        context.Accounts.Where(account => account.Email != null).Should().HaveCount(2);
        email = "bob@example.com";
        context.Accounts.Where(account => account.Email == email).Select(account => account.Name).ToList().Should().Equal("bob");
    }

    [Test]
    public void A_cached_query_hashes_each_parameter()
    {
        using var context = _database.NewContext();
        foreach (var (email, name) in (ReadOnlySpan<(string, string?)>)[
            ("ann@example.com", "ann"), ("bob@example.com", "bob"), ("x", null),
        ])
        {
            context.Accounts.Where(account => account.Email == email).Select(account => account.Name).SingleOrDefault().Should().Be(name);
        }

        var compiled = EF.CompileQuery((AccountContext c, string email) => c.Accounts.Single(account => account.Email == email));
        compiled(context, "ANN@example.com").Name.Should().Be("ann");
        compiled(context, "BOB@example.com").Name.Should().Be("bob");
    }

    [Test]
    public void Equality_works_through_a_navigation_and_in_a_sub_query()
    {
        using var context = _database.NewContext();
        context.Add(
            new Order { Venue = "x", Number = 1, Account = context.Accounts.Single(account => account.Email == "ann@example.com") });
        context.SaveChanges();

        context.Orders.Count(order => order.Account.Email == "ANN@example.com").Should().Be(1);
        context.Orders.Count(order => order.Account.Email == "bob@example.com").Should().Be(0);
        context.Accounts.Count(account => account.Orders.Any(order => order.Account.Email == "ann@example.com")).Should().Be(1);
        context.Accounts.Count(account => context.Accounts.Any(other => other.Email == account.Email && other.Id == account.Id)).Should()
            .BeGreaterThan(1);
    }

    [Test]
    public void A_unique_index_refuses_the_same_value_in_other_letters()
    {
        using var context = _database.NewContext();
        context.Add(new Account { Email = "BOB@EXAMPLE.COM " });

        context.Invoking(c => c.SaveChanges()).Should().Throw<DbUpdateException>();
    }

    [TestCase("J\u030C@x", "\u01F0@x")]
    [TestCase("J\u030C@x", "j\u030C@x")]
    [TestCase("\u01F0@x", " J\u030C@X")]
    [TestCase("\u00C9@x", "e\u0301@x")]
    public void A_text_is_found_by_its_lower_case_in_every_Unicode_composition(string stored, string sought)
    {
        using (var context = _database.NewContext())
        {
            context.Add(new Account { Name = "composed", Email = stored });
            context.SaveChanges();
        }

        using var reading = _database.NewContext();
        reading.Accounts.Single(account => account.Email == sought).Name.Should().Be("composed");
    }

    [Test]
    public void The_index_follows_the_value()
    {
        using (var context = _database.NewContext())
        {
            context.Accounts.Single(account => account.Name == "ann").Email = "new@example.com";
            context.Accounts.Single(account => account.Name == "bob").Email = null;
            context.SaveChanges();
        }

        using var reading = _database.NewContext();
        reading.Accounts.Should().NotContain(account => account.Email == "ann@example.com");
        reading.Accounts.Count(account => account.Email == "new@example.com").Should().Be(1);
        _database.Scalar<string>("SELECT typeof(\"EmailIndex\") FROM accounts WHERE \"Name\" = 'bob'").Should().Be("null");
        _database.Scalar<int>("SELECT length(\"EmailIndex\") FROM accounts WHERE \"Name\" = 'ann'").Should().Be(16);
    }

    [Test]
    public void The_index_survives_the_rotation_of_the_data_keys()
    {
        var token = _database.Scalar<byte[]>("SELECT \"EmailIndex\" FROM accounts WHERE \"Name\" = 'ann'");
        _database.Keys.RotateDataKeyAsync().GetAwaiter().GetResult();
        using var context = _database.NewContext();

        context.Accounts.Single(account => account.Email == "ann@example.com").Name.Should().Be("ann");
        _database.Scalar<byte[]>("SELECT \"EmailIndex\" FROM accounts WHERE \"Name\" = 'ann'").Should().Equal(token);
    }

    [Test]
    public void A_value_that_looks_like_a_token_is_hashed()
    {
        using var context = _database.NewContext();
        var token = Convert.ToHexString(_database.Scalar<byte[]>("SELECT \"EmailIndex\" FROM accounts WHERE \"Name\" = 'ann'")!);

        context.Accounts.Where(account => account.Email == token).Should().BeEmpty();
        context.Accounts.Where(account => account.Email == "bidx:" + token).Should().BeEmpty();
    }
}

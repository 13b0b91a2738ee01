using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>What Entity Framework reads for a tracked entity: its queries project into an array of objects.</summary>
[TestFixture]
internal sealed class ReloadTests
{
    private EncryptedDatabase _database = null!;

    [SetUp]
    public void Open()
    {
        _database = new EncryptedDatabase();
        using var context = _database.NewContext();
        context.Add(new Account { Name = "n", Email = "a@b.c", Note = "old", Balance = 1.50m, ApiSecret = "s1" });
        context.SaveChanges();
    }

    [TearDown]
    public void Close() => _database.Dispose();

    [Test]
    public async Task A_tracked_entity_is_reloaded()
    {
        using var context = _database.NewContext();
        var account = context.Accounts.Single();
        Change("new", "s2");
        context.Entry(account).Reload();

        account.Note.Should().Be("new");
        account.Balance.Should().Be(1.50m);
        account.ApiSecret!.Reveal().Should().Be("s2");
        context.ChangeTracker.HasChanges().Should().BeFalse();
        Change("newer", "s3");
        await context.Entry(account).ReloadAsync();
        account.Note.Should().Be("newer");
        account.ApiSecret!.Reveal().Should().Be("s3");
    }

    [Test]
    public async Task The_values_of_the_database_are_read()
    {
        using var context = _database.NewContext();
        var account = context.Accounts.Single();
        Change("new", "s2");

        var values = context.Entry(account).GetDatabaseValues()!;
        values[nameof(Account.Note)].Should().Be("new");
        ((Account)values.ToObject()).ApiSecret!.Reveal().Should().Be("s2");
        (await context.Entry(account).GetDatabaseValuesAsync())![nameof(Account.Email)].Should().Be("a@b.c");
        account.Note.Should().Be("old");
    }

    [Test]
    public void An_array_that_something_is_computed_on_is_refused()
    {
        using var context = _database.NewContext();

        context.Accounts.Select(account => new object?[] { account.Id, account.Note }).ToList().Single()[1].Should().Be("old");
        context.Invoking(c => c.Accounts.Select(account => new object?[] { account.Note }[0]).ToList()).Should()
            .Throw<EncryptedQueryException>();
        context.Invoking(c => c.Accounts.Select(account => new object?[] { account.Note }.Length).ToList()).Should()
            .Throw<EncryptedQueryException>();
        context.Invoking(c => c.Accounts.Select(account => new object?[] { account.Note }).Distinct().ToList()).Should()
            .Throw<EncryptedQueryException>();
        context.Invoking(c => c.Accounts.Select(account => new object?[] { account.Note }).First(values => values[0] == null)).Should()
            .Throw<EncryptedQueryException>();
        context.Invoking(c => c.Accounts.Select(account => new object?[] { account.Note + "x" }).ToList()).Should()
            .Throw<EncryptedQueryException>();
        context.Invoking(c => c.Accounts.Select(account => new[] { account.Note, account.Remark }).ToList()).Should()
            .Throw<EncryptedQueryException>();
    }

    private void Change(string note, string secret)
    {
        using var context = _database.NewContext();
        var account = context.Accounts.Single();
        (account.Note, account.ApiSecret) = (note, secret);
        context.SaveChanges();
    }
}

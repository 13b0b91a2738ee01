using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>Lists in which one row cannot be opened.</summary>
[TestFixture]
internal sealed class QuarantineTests
{
    private const int Rows = 37;

    private EncryptedDatabase _database = null!;

    [SetUp]
    public void Open()
    {
        _database = new EncryptedDatabase();
        using var context = _database.NewContext();
        for (var i = 0; i < Rows; i++)
            context.Add(new Account { Name = $"{i:00}", Note = $"note {i}", ApiSecret = $"secret {i}" });
        context.SaveChanges();
    }

    [TearDown]
    public void Close() => _database.Dispose();

    [Test]
    public async Task Unreadable_rows_are_left_out_and_named()
    {
        Damage("05");
        Damage("36");
        _database.Execute("UPDATE accounts SET \"Note\" = 'plain' WHERE \"Name\" = '20'");
        await using var context = _database.NewContext();

        var list = await context.Accounts.Include(account => account.Orders).OrderBy(account => account.Name)
            .ToListAsync(OnUnreadable.Quarantine);

        list.Rows.Select(account => account.Name).Should().Equal(Enumerable.Range(0, Rows).Except([5, 20, 36]).Select(i => $"{i:00}"));
        list.Rows.Should().OnlyContain(account => account.Note == $"note {int.Parse(account.Name)}");
        list.Unreadable.Select(row => (row.Position, row.Column, row.Code)).Should().Equal(
            (5, "Note", "encryption.tampered"), (20, "Note", "encryption.plaintext_found"), (36, "Note", "encryption.tampered"));
    }

    [Test]
    public async Task By_default_one_unreadable_row_ends_the_list()
    {
        Damage("05");
        await using var context = _database.NewContext();

        await context.Accounts.Awaiting(accounts => accounts.ToListAsync()).Should().ThrowAsync<FieldTamperedException>();
        await context.Accounts.OrderBy(account => account.Name)
            .Awaiting(accounts => accounts.ToListAsync(OnUnreadable.Throw))
            .Should().ThrowAsync<FieldTamperedException>();
    }

    [Test]
    public async Task A_list_of_readable_rows_is_read_once_and_whole()
    {
        await using var context = _database.NewContext();

        var list = await context.Accounts.OrderByDescending(account => account.Name).ToListAsync(OnUnreadable.Quarantine);

        list.Rows.Should().HaveCount(Rows);
        list.Unreadable.Should().BeEmpty();
    }

    [Test]
    public async Task With_detailed_errors_too_rows_are_left_out()
    {
        Damage("11");
        await using var context = _database.NewContext(_database.Ring, options => options.EnableDetailedErrors());

        var list = await context.Accounts.AsNoTracking().OrderBy(account => account.Name).ToListAsync(OnUnreadable.Quarantine);

        list.Unreadable.Should().ContainSingle().Which.Position.Should().Be(11);
        list.Rows.Should().HaveCount(Rows - 1);
    }

    [Test]
    public async Task An_error_that_is_not_of_a_value_is_not_swallowed()
    {
        await using var context = _database.NewContext();
        _database.Execute("DROP TABLE orders");

        await context.Orders.OrderBy(order => order.Number).Awaiting(orders => orders.ToListAsync(OnUnreadable.Quarantine))
            .Should().ThrowAsync<Microsoft.Data.Sqlite.SqliteException>();
    }

    private void Damage(string name)
    {
        var damaged = _database.Scalar<byte[]>("SELECT \"Note\" FROM accounts WHERE \"Name\" = $n", ("$n", name))!;
        damaged[^1] ^= 1;
        _database.Execute("UPDATE accounts SET \"Note\" = $v WHERE \"Name\" = $n", ("$v", damaged), ("$n", name));
    }
}

// The forms of comparison are what is under test.
#pragma warning disable CA1304, CA1309, CA1310, CA1311, CA1862, CA1866

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

[TestFixture]
internal sealed class QueryGuardTests
{
    private EncryptedDatabase _database = null!;
    private AccountContext _context = null!;

    [OneTimeSetUp]
    public void Open()
    {
        _database = new EncryptedDatabase();
        _context = _database.NewContext();
        var account = new Account { Name = "a", Note = "note", Balance = 5, Email = "a@b.c", ApiSecret = "sk" };
        _context.AddRange(account, new Account { Name = "b" }, new Order { Venue = "x", Number = 1, Account = account, Text = "text" });
        _context.SaveChanges();
        _context.ChangeTracker.Clear();
    }

    [OneTimeTearDown]
    public void Close()
    {
        _context.Dispose();
        _database.Dispose();
    }

    private static IEnumerable<TestCaseData> Refused()
    {
        static TestCaseData Case(string name, Func<AccountContext, object?> query) => new TestCaseData(query).SetName("Refused: " + name);

        yield return Case("equality without an index", c => c.Accounts.Where(a => a.Note == "note").ToList());
        yield return Case("Equals without an index", c => c.Accounts.Where(a => a.Note!.Equals("note")).ToList());
        yield return Case("membership without an index", c => c.Accounts.Where(a => new[] { "note" }.Contains(a.Note)).ToList());
        yield return Case("greater than", c => c.Accounts.Where(a => a.Balance > 3).ToList());
        yield return Case("Compare", c => c.Accounts.Where(a => string.Compare(a.Note, "x") > 0).ToList());
        yield return Case("CompareTo", c => c.Accounts.Where(a => a.Note!.CompareTo("x") > 0).ToList());
        yield return Case("LIKE", c => c.Accounts.Where(a => EF.Functions.Like(a.Note, "n%")).ToList());
        yield return Case("StartsWith", c => c.Accounts.Where(a => a.Email!.StartsWith("a")).ToList());
        yield return Case("string Contains", c => c.Accounts.Where(a => a.Email!.Contains('a')).ToList());
        yield return Case("Length", c => c.Accounts.Where(a => a.Note!.Length == 4).ToList());
        yield return Case("Length in a projection", c => c.Accounts.Select(a => a.Note!.Length).ToList());
        yield return Case("ToLower equality", c => c.Accounts.Where(a => a.Email!.ToLower() == "a").ToList());
        yield return Case(
            "comparison by option", c => c.Accounts.Where(a => string.Equals(a.Email, "a", StringComparison.OrdinalIgnoreCase)).ToList());
        yield return Case("order", c => c.Accounts.OrderBy(a => a.Note).ToList());
        yield return Case("order by EF.Property", c => c.Accounts.OrderBy(a => EF.Property<string>(a, "Note")).ToList());
        yield return Case("then by", c => c.Accounts.OrderBy(a => a.Name).ThenByDescending(a => a.Balance).ToList());
        yield return Case("order of a projection", c => c.Accounts.Select(a => a.Note).Order().ToList());
        yield return Case("sum", c => c.Accounts.Sum(a => a.Balance));
        yield return Case("maximum", c => c.Accounts.Max(a => a.Balance));
        yield return Case("maximum of a projection", c => c.Accounts.Select(a => a.Balance).Max());
        yield return Case("average", c => c.Accounts.Average(a => a.Balance));
        yield return Case("arithmetic", c => c.Accounts.Select(a => a.Balance * 2).ToList());
        yield return Case("concatenation", c => c.Accounts.Select(a => a.Note + "x").ToList());
        yield return Case("interpolation", c => c.Accounts.Select(a => $"{a.Note}!").ToList());
        yield return Case("conversion", c => c.Accounts.Select(a => (double?)a.Balance).ToList());
        yield return Case("coalesce", c => c.Accounts.Select(a => a.Note ?? "none").ToList());
        yield return Case("conditional", c => c.Accounts.Select(a => a.Name == "a" ? a.Note : a.Remark).ToList());
        yield return Case("distinct", c => c.Accounts.Select(a => a.Note).Distinct().ToList());
        yield return Case("distinct of composites", c => c.Accounts.Select(a => new { a.Name, a.Note }).Distinct().ToList());
        yield return Case("grouping", c => c.Accounts.GroupBy(a => a.Note).Select(g => g.Key).ToList());
        yield return Case("grouping by composite", c => c.Accounts.GroupBy(a => new { a.Name, a.Note }).Select(g => g.Count()).ToList());
        yield return Case("aggregate of groups", c => c.Accounts.GroupBy(a => a.Name).Select(g => g.Sum(a => a.Balance)).ToList());
        yield return Case(
            "aggregate of projected groups", c => c.Accounts.GroupBy(a => a.Name, a => a.Balance).Select(g => g.Max()).ToList());
        yield return Case("join key", c => c.Accounts.Join(c.Orders, a => a.Note, o => o.Text, (a, o) => a.Name).ToList());
        yield return Case(
            "composite join key",
            c => c.Accounts.Join(c.Orders, a => new { X = a.Note }, o => new { X = o.Text }, (a, o) => a.Name).ToList());
        yield return Case("union", c => c.Accounts.Select(a => a.Note).Union(c.Orders.Select(o => o.Text)).ToList());
        yield return Case("concatenation of sets", c => c.Accounts.Select(a => a.Note).Concat(c.Orders.Select(o => o.Text)).ToList());
        yield return Case("except", c => c.Accounts.Select(a => a.Note).Except(c.Orders.Select(o => o.Text)).ToList());
        yield return Case(
            "membership in a sub-query", c => c.Accounts.Where(a => c.Accounts.Select(b => b.Email).Contains(a.Email)).ToList());
        yield return Case("membership in rows", c => c.Accounts.Where(a => c.Orders.Select(o => o.Venue).Contains(a.Email)).ToList());
        yield return Case("equality with a column", c => c.Accounts.Where(a => a.Email == a.Name).ToList());
        yield return Case("equality of two columns", c => c.Accounts.Where(a => a.Email == a.Note).ToList());
        yield return Case("after a projection", c => c.Accounts.Select(a => new { N = a.Note }).Where(x => x.N!.StartsWith("n")).ToList());
        yield return Case("equality after a projection", c => c.Accounts.Select(a => new { a.Email }).Where(x => x.Email == "a").ToList());
        yield return Case(
            "after a projection into a class", c => c.Accounts.Select(a => new Dto { Text = a.Note }).OrderBy(x => x.Text).ToList());
        yield return Case("after let", c => (from a in c.Accounts let n = a.Note where n!.Length > 2 select a).ToList());
        yield return Case(
            "after a join",
            c => c.Orders.Join(c.Accounts, o => o.AccountId, a => a.Id, (o, a) => new { o, a }).Where(x => x.a.Note == "n").ToList());
        yield return Case(
            "after a left join",
            c => (from a in c.Accounts
                  join o in c.Orders on a.Id equals o.AccountId into os
                  from o in os.DefaultIfEmpty()
                  where o.Text == "t"
                  select a).ToList());
        yield return Case("through a navigation", c => c.Orders.Where(o => o.Account.Note == "n").ToList());
        yield return Case("in a sub-query", c => c.Accounts.Where(a => a.Orders.Any(o => o.Text == "t")).ToList());
        yield return Case("in an element", c => c.Accounts.Select(a => a.Note).Where(n => n == "note").ToList());
        yield return Case("composed raw SQL", c => c.Accounts.FromSqlRaw("SELECT * FROM accounts").Where(a => a.Note == "n").ToList());
        yield return Case("a compiled query", c => EF.CompileQuery((AccountContext x) => x.Accounts.OrderBy(a => a.Note).First())(c));
        yield return Case("a secret", c => c.Accounts.Where(a => a.ApiSecret == new Secret<string>("sk")).ToList());
        yield return Case("revealing", c => c.Accounts.Select(a => a.ApiSecret!.Reveal()).ToList());
        yield return Case("first matching", c => c.Accounts.First(a => a.Balance == 5));
        yield return Case("a type test", c => c.Accounts.Where(a => (object?)a.Note is string).ToList());
        yield return Case("an update", c => c.Accounts.ExecuteUpdate(set => set.SetProperty(a => a.Note, "same for all")));
        yield return Case(
            "an update of an indexed property", c => c.Accounts.ExecuteUpdate(set => set.SetProperty(a => a.Email, "same for all")));
        yield return Case("an update by a column", c => c.Accounts.ExecuteUpdate(set => set.SetProperty(a => a.Note, a => a.Remark)));
        yield return Case("an update of a plain column", c => c.Accounts.ExecuteUpdate(set => set.SetProperty(a => a.Name, a => a.Note)));
    }

    [TestCaseSource(nameof(Refused))]
    public void A_query_that_would_compute_on_ciphertext_is_refused(Func<AccountContext, object?> query)
    {
        var refusal = _context.Invoking(query).Should().Throw<EncryptedQueryException>().Which;

        refusal.Code.Should().Be("encryption.query_on_ciphertext");
        refusal.Property.Should().ContainAny("Account.", "Order.");
        refusal.Message.Should().Contain(refusal.Property);
    }

    [Test]
    public void The_refusal_names_the_property_and_the_alternative() =>
        _context.Invoking(c => c.Accounts.Where(a => a.Note == "note").ToList()).Should().Throw<EncryptedQueryException>()
            .WithMessage("*Account.Note*[BlindIndex]*");

    [Test]
    public void Values_pass_through_projections_joins_groups_and_sub_queries()
    {
        _context.Accounts.OrderBy(a => a.Name).Select(a => a.Note).ToList().Should().Equal("note", null);
        _context.Accounts.OrderBy(a => a.Name).Select(a => new { a.Name, a.Note, a.Balance }).First().Note.Should().Be("note");
        _context.Accounts.OrderBy(a => a.Name).Select(a => new Dto { Text = a.Note }).First().Text.Should().Be("note");
        _context.Accounts.OrderBy(a => a.Name)
            .Take(1)
            .Select(a => new { a.Name, Inner = new { a.Note } })
            .Single().Inner.Note.Should()
            .Be("note");
        _context.Orders.Select(o => o.Account.Note).Single().Should().Be("note");
        _context.Orders.Join(_context.Accounts, o => o.AccountId, a => a.Id, (o, a) => new { o.Text, a.Note })
            .Single()
            .Should().Be(new { Text = (string?)"text", Note = (string?)"note" });
        _context.Accounts.SelectMany(a => a.Orders, (a, o) => new { a.Note, o.Text }).Single().Text.Should().Be("text");
        _context.Accounts.Select(a => a.Orders.Select(o => o.Text).ToList()).ToList().Should().HaveCount(2);
        _context.Accounts.Select(a => new { a.Name, a.Note }).Where(x => x.Name == "a" && x.Note != null).Single().Note.Should().Be("note");
        _context.Accounts.Where(a => a.Name == "a").Select(a => a.Note == null ? null : a.Note).Single().Should().Be("note");
        _context.Accounts.GroupBy(a => a.Name).Select(g => new { g.Key, Count = g.Count() }).ToList().Should().HaveCount(2);
        _context.Accounts.Select(a => a.Balance).First(b => b != null).Should().Be(5);
    }

    [Test]
    public void Null_tests_work()
    {
        _context.Accounts.Count(a => a.Note == null).Should().Be(1);
        _context.Accounts.Count(a => a.Balance.HasValue).Should().Be(1);
        _context.Accounts.Count(a => a.ApiSecret != null).Should().Be(1);
    }

    [Test]
    public void An_update_to_null_and_of_other_columns_works()
    {
        using var undone = _context.Database.BeginTransaction();
        _context.Accounts.ExecuteUpdate(set => set.SetProperty(a => a.Note, a => (string?)null).SetProperty(a => a.Name, a => a.Name + "!"))
            .Should().Be(2);

        _context.Accounts.Count(a => a.Note == null && a.Name.EndsWith("!")).Should().Be(2);
    }

    [Test]
    public void A_member_of_the_same_name_on_a_type_that_is_not_encrypted_is_left_alone() =>
        _context.Accounts.Select(a => new { Note = a.Name }).Where(x => x.Note == "a").OrderBy(x => x.Note).Should().HaveCount(1);

    [Test]
    public void An_interface_does_not_hide_the_encrypted_property() =>
        FluentActions.Invoking(() => ByText(_context.Set<Order>()).ToList()).Should().Throw<EncryptedQueryException>();

    private static IQueryable<T> ByText<T>(IQueryable<T> source)
        where T : class, IHasText => source.Where(order => order.Text == "text");

    private sealed class Dto
    {
        public string? Text { get; set; }
    }
}

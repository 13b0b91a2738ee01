// The forms of comparison are what is under test.
#pragma warning disable CA1304, CA1309, CA1310, CA1311, CA1820, CA1862, CA1866, CA1827, CA1829, CA1847, CA1860, CA2249

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using Card = StrategyEngine.Data.Tests.Encryption.GuardContext.Card;
using Owner = StrategyEngine.Data.Tests.Encryption.GuardContext.Owner;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>Which queries the blind index answers, whatever they are wrapped in.</summary>
[TestFixture]
internal sealed class BlindIndexQueryTests
{
    private static readonly string[] Emails = ["ant", "bee"];

    private GuardDatabase _database = null!;
    private GuardContext _context = null!;

    [OneTimeSetUp]
    public void Open()
    {
        _database = new GuardDatabase();
        _context = _database.NewContext();
    }

    [OneTimeTearDown]
    public void Close()
    {
        _context.Dispose();
        _database.Dispose();
    }

    private static IEnumerable<TestCaseData> Indexed()
    {
        static TestCaseData Case(string name, Func<GuardContext, IQueryable<Owner>> query, params int[] ids) =>
            new TestCaseData(query, ids).SetName("Index: " + name);

        string? nothing = null;
        var ant = "ant";
        List<string> list = ["ant", "cat"];
        IEnumerable<string> sequence = list;
        HashSet<string> set = ["bee"];
        List<string?> withNull = ["ant", null];
        string[] none = [];
        yield return Case("a constant", c => c.Owners.Where(o => o.Email == "bee"), 2, 4);
        yield return Case("a variable", c => c.Owners.Where(o => o.Email == ant), 1);
        yield return Case("a null in a variable", c => c.Owners.Where(o => o.Email == nothing), 3);
        yield return Case("not a null in a variable", c => c.Owners.Where(o => o.Email != nothing), 1, 2, 4, 5, 6);
        yield return Case("not equal", c => c.Owners.Where(o => o.Email != "bee"), 1, 3, 5, 6);
        yield return Case("a negation", c => c.Owners.Where(o => !(o.Email == ant)), 2, 3, 4, 5, 6);
        yield return Case("an empty text", c => c.Owners.Where(o => o.Email == ""), 6);
        yield return Case("EF.Constant", c => c.Owners.Where(o => o.Email == EF.Constant(ant)), 1);
        yield return Case("EF.Parameter", c => c.Owners.Where(o => o.Email == EF.Parameter("bee")), 2, 4);
        yield return Case("Equals(null)", c => c.Owners.Where(o => Equals(o.Email, null)), 3);
        yield return Case("object.Equals", c => c.Owners.Where(o => Equals(o.Email, ant)), 1);
        yield return Case("boxed", c => c.Owners.Where(o => (object?)o.Email == (object)ant), 1);
        yield return Case("a list", c => c.Owners.Where(o => list.Contains(o.Email!)), 1, 5);
        yield return Case("not in a list", c => c.Owners.Where(o => !list.Contains(o.Email!)), 2, 3, 4, 6);
        yield return Case("a sequence", c => c.Owners.Where(o => sequence.Contains(o.Email)), 1, 5);
        yield return Case("a set", c => c.Owners.Where(o => set.Contains(o.Email!)), 2, 4);
        yield return Case("an array", c => c.Owners.Where(o => Emails.Contains(o.Email)), 1, 2, 4);
        yield return Case("not in an array", c => c.Owners.Where(o => !Emails.Contains(o.Email)), 3, 5, 6);
        yield return Case("an inline array", c => c.Owners.Where(o => new[] { ant, "cat", null }.Contains(o.Email)), 1, 3, 5);
        yield return Case("an inline list", c => c.Owners.Where(o => new List<string?> { ant, "cat" }.Contains(o.Email)), 1, 5);
        yield return Case("a list with null", c => c.Owners.Where(o => withNull.Contains(o.Email)), 1, 3);
        yield return Case("not in a list with null", c => c.Owners.Where(o => !withNull.Contains(o.Email)), 2, 4, 5, 6);
        yield return Case("an empty array", c => c.Owners.Where(o => none.Contains(o.Email)));
        yield return Case("not in an empty array", c => c.Owners.Where(o => !none.Contains(o.Email)), 1, 2, 3, 4, 5, 6);
        yield return Case("a constant array", c => c.Owners.Where(o => EF.Constant(Emails).Contains(o.Email)), 1, 2, 4);
        yield return Case("an array in one parameter", c => c.Owners.Where(o => EF.Parameter(Emails).Contains(o.Email)), 1, 2, 4);
        yield return Case(
            "an array in a parameter for each item", c => c.Owners.Where(o => EF.MultipleParameters(Emails).Contains(o.Email)), 1, 2, 4);
        yield return Case(
            "a list in a parameter for each item", c => c.Owners.Where(o => EF.MultipleParameters(list).Contains(o.Email!)), 1, 5);
        yield return Case("nobody in a parameter for each item", c => c.Owners.Where(o => EF.MultipleParameters(none).Contains(o.Email)));
        yield return Case(
            "after Where, OrderBy and Take",
            c => c.Owners.Where(o => o.Number > 0).OrderBy(o => o.Number).Take(2).Where(o => o.Email == "bee"),
            2);
        yield return Case(
            "after wrapping the entity", c => c.Owners.Select(o => new { o, o.Name }).Where(x => x.o.Email == ant).Select(x => x.o), 1);
        yield return Case("through a navigation", c => c.Items.Where(i => i.Owner!.Email == ant).Select(i => i.Owner!).Distinct(), 1);
        yield return Case("in a collection", c => c.Owners.Where(o => o.Labels.Any(l => l.Caption == ant)), 1, 2);
        yield return Case("of an owned type", c => c.Owners.Where(o => o.Profile!.Phone == "bee"), 2, 4);
        yield return Case(
            "in a join", c => c.Items.Join(c.Owners.Where(o => o.Email == ant), i => i.OwnerId, o => o.Id, (i, o) => o).Distinct(), 1);
        yield return Case(
            "after a join",
            c => c.Items.Join(c.Owners, i => i.OwnerId, o => o.Id, (i, o) => new { i, o })
                .Where(x => x.o.Email == ant)
                .Select(x => x.o)
                .Distinct(),
            1);
        yield return Case(
            "after a left join",
            c => c.Items.LeftJoin(c.Owners, i => i.OwnerId, o => o.Id, (i, o) => new { i, o }).Where(x => x.o!.Email == ant)
                .Select(x => x.o!).Distinct(),
            1);
        yield return Case("with another row", c => c.Owners.Where(o => c.Owners.Any(p => p.Id != o.Id && p.Email == o.Email)), 2, 4);
        yield return Case("by EF.Property", c => c.Owners.Where(o => EF.Property<string>(o, "Email") == ant), 1);
        yield return Case("in a condition", c => c.Owners.Where(o => (o.Email == ant ? 1 : 2) == 1), 1);
        yield return Case("in an order", c => c.Owners.OrderByDescending(o => o.Email == ant).ThenBy(o => o.Id).Take(1), 1);
        yield return Case("in raw SQL", c => c.Owners.FromSql($"SELECT * FROM \"Owners\"").Where(o => o.Email == ant), 1);
        yield return Case("in a union", c => c.Owners.Where(o => o.Email == ant).Union(c.Owners.Where(o => o.Email == "cat")), 1, 5);
        yield return Case("in a lambda called on the spot", c => c.Owners.Where(InvokedIndex("ant")), 1);
    }

    [TestCaseSource(nameof(Indexed))]
    public void Equality_and_membership_work_by_the_blind_index(Func<GuardContext, IQueryable<Owner>> query, int[] ids) =>
        query(_context).AsEnumerable().Select(owner => owner.Id).Should().BeEquivalentTo(ids);

    [Test]
    public void An_index_finds_through_casts_and_in_updates_and_deletions()
    {
        using var undone = _context.Database.BeginTransaction();
        _context.Payments.Count(p => ((Card)p).CardNumber == "4711").Should().Be(1);
        _context.Payments.OfType<Card>().Count(p => p.CardNumber == "4711").Should().Be(1);
        _context.Owners.Where(o => o.Email == "ant").ExecuteUpdate(s => s.SetProperty(o => o.Plain, "found")).Should().Be(1);
        _context.Owners.Single(o => o.Plain == "found").Email.Should().Be("ant");
        _context.Labels.Where(l => l.Caption == "ant").ExecuteDelete().Should().Be(1);
        EF.CompileQuery((GuardContext c, string email) => c.Owners.Count(o => o.Email == email))(_context, "bee").Should().Be(2);
        EF.CompileAsyncQuery((GuardContext c, string[] emails) => c.Owners.Count(o => emails.Contains(o.Email)))(_context, ["bee"])
            .GetAwaiter().GetResult().Should().Be(2);
    }

    [Test]
    public void Clearing_an_indexed_property_clears_its_index()
    {
        using var undone = _context.Database.BeginTransaction();

        _context.Owners.Where(o => o.Email == "bee")
            .ExecuteUpdate(s => s.SetProperty(o => o.Email, o => null).SetProperty(o => o.Plain, "cleared")).Should().Be(2);

        _context.Owners.Count(o => o.Email == "bee").Should().Be(0);
        _context.Owners.Count(o => o.Email == null && EF.Property<string>(o, "EmailIndex") == null && o.Plain == "cleared").Should().Be(2);
        _context.Owners.ExecuteUpdate(s => s.SetProperty(o => o.Profile!.Phone, o => null)).Should().BeGreaterThan(0);
        _context.Owners.Count(o => EF.Property<string>(o.Profile!, "PhoneIndex") != null).Should().Be(0);
        _context.Owners.ExecuteUpdate(s => s.SetProperty(o => o.Address.Street, o => null)).Should().Be(6);
    }

    private static System.Linq.Expressions.Expression<Func<Owner, bool>> InvokedIndex(string email)
    {
        System.Linq.Expressions.Expression<Func<Owner, bool>> test = o => o.Email == email;
        var owner = System.Linq.Expressions.Expression.Parameter(typeof(Owner));
        return System.Linq.Expressions.Expression.Lambda<Func<Owner, bool>>(System.Linq.Expressions.Expression.Invoke(test, owner), owner);
    }
}

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

using Owner = StrategyEngine.Data.Tests.Encryption.GuardContext.Owner;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>No update sets a blind index by itself, however the query leads to it.</summary>
[TestFixture]
internal sealed class UpdateGuardTests
{
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

    private static IEnumerable<TestCaseData> Refused()
    {
        static TestCaseData Case(string name, Func<GuardContext, int> update, string property = "Owner.Email") =>
            new TestCaseData(update, property).SetName("Refused update of an index: " + name);

        yield return Case("by name", c => c.Owners.ExecuteUpdate(s => s.SetProperty(o => EF.Property<string>(o, "EmailIndex"), "x")));
        yield return Case(
            "by name, as an object and cast",
            c => c.Owners.ExecuteUpdate(s => s.SetProperty(o => (string)EF.Property<object>(o, "EmailIndex"), "x")));
        yield return Case(
            "of a cast entity", c => c.Owners.ExecuteUpdate(s => s.SetProperty(o => EF.Property<string>((object)o, "EmailIndex"), "x")));
        yield return Case(
            "to null", c => c.Owners.ExecuteUpdate(s => s.SetProperty(o => EF.Property<string?>(o, "EmailIndex"), o => null)));
        yield return Case(
            "to another index",
            c => c.Owners.ExecuteUpdate(s => s.SetProperty(
                o => EF.Property<string>(o, "EmailIndex"), o => EF.Property<string>(o.Profile!, "PhoneIndex"))));
        yield return Case(
            "after a projection",
            c => c.Owners.Select(o => new { A = o })
                .ExecuteUpdate(s => s.SetProperty(x => EF.Property<string>(x.A, "EmailIndex"), "x")));
        yield return Case(
            "after a nested projection",
            c => c.Owners.Select(o => new { A = new { B = o, o.Name } })
                .ExecuteUpdate(s => s.SetProperty(x => (string)EF.Property<object>(x.A.B, "EmailIndex"), "x")));
        yield return Case(
            "after a tuple",
            c => c.Owners.Select(o => new Tuple<Owner, int>(o, 1))
                .ExecuteUpdate(s => s.SetProperty(x => EF.Property<string>(x.Item1, "EmailIndex"), "x")));
        yield return Case(
            "after a join",
            c => c.Owners.Join(c.Items, o => o.Id, i => i.OwnerId, (o, i) => new { o, i })
                .ExecuteUpdate(s => s.SetProperty(x => EF.Property<string>(x.o, "EmailIndex"), "x")));
        yield return Case(
            "after a join in words",
            c => (from o in c.Owners join i in c.Items on o.Id equals i.OwnerId select new { Owner = o, Item = i })
                .ExecuteUpdate(
                    s => s.SetProperty(x => x.Item.Name, "y").SetProperty(x => EF.Property<string>(x.Owner, "EmailIndex"), "x")));
        yield return Case(
            "after several sources",
            c => c.Owners.SelectMany(o => o.Labels, (o, l) => new { o, l })
                .ExecuteUpdate(s => s.SetProperty(x => EF.Property<string>(x.l, "CaptionIndex"), "x")),
            "Label.Caption");
        yield return Case(
            "after Where and Take",
            c => c.Owners.Where(o => o.Id > 1).OrderBy(o => o.Id).Take(1)
                .ExecuteUpdate(s => s.SetProperty(o => EF.Property<string>(o, "EmailIndex"), "x")));
        yield return Case(
            "of a navigation",
            c => c.Items.ExecuteUpdate(s => s.SetProperty(i => EF.Property<string>(i.Owner!, "EmailIndex"), "x")));
        yield return Case(
            "of an owned type",
            c => c.Owners.ExecuteUpdate(s => s.SetProperty(o => EF.Property<string>(o.Profile!, "PhoneIndex"), "x")),
            "Profile.Phone");
        yield return Case(
            "of an owned type by its name",
            c => c.Owners.ExecuteUpdate(s => s.SetProperty(
                o => EF.Property<string>(EF.Property<GuardContext.Profile>(o, "Profile"), "PhoneIndex"), "x")),
            "Profile.Phone");
        yield return Case(
            "of a derived type",
            c => c.Payments.ExecuteUpdate(s => s.SetProperty(p => EF.Property<string>((GuardContext.Card)p, "CardNumberIndex"), "x")),
            "Card.CardNumber");
        yield return Case(
            "of a derived type by its base",
            c => c.Payments.ExecuteUpdate(s => s.SetProperty(p => EF.Property<string>(p, "CardNumberIndex"), "x")),
            "Card.CardNumber");
        yield return Case(
            "of sorted objects",
            c => c.Owners.Cast<object>().ExecuteUpdate(s => s.SetProperty(o => EF.Property<string>(o, "EmailIndex"), "x")));
        yield return Case("by a name in a variable", c => ByName(c, "EmailIndex"));
        yield return Case(
            "by a name that the row gives",
            c => c.Owners.ExecuteUpdate(s => s.SetProperty(o => EF.Property<string>(o, o.Name), "x")),
            "*");
        yield return Case(
            "in a compiled query with a name as its parameter",
            c => EF.CompileQuery((GuardContext x, string name) => x.Owners.Count(o => EF.Property<string>(o, name) == "x"))(
                c, "EmailIndex"),
            "*");
        yield return Case(
            "asynchronously",
            c => c.Owners.Select(o => new { A = o })
                .ExecuteUpdateAsync(s => s.SetProperty(x => EF.Property<string>(x.A, "EmailIndex"), "x")).GetAwaiter().GetResult());
    }

    [TestCaseSource(nameof(Refused))]
    public void A_blind_index_is_set_by_no_update(Func<GuardContext, int> update, string property)
    {
        using var undone = _context.Database.BeginTransaction();

        _context.Invoking(update).Should().Throw<EncryptedQueryException>().Which.Property.Should().Match(property);

        _context.Owners.Count(o => o.Email == "bee").Should().Be(2);
    }

    [Test]
    public void Ordinary_properties_are_set_in_the_same_ways()
    {
        using var undone = _context.Database.BeginTransaction();

        _context.Owners.Select(o => new { A = o, Index = EF.Property<string>(o, "EmailIndex") })
            .ExecuteUpdate(s => s.SetProperty(x => EF.Property<string>(x.A, "Name"), "n")).Should().Be(6);
        _context.Owners.Join(_context.Items, o => o.Id, i => i.OwnerId, (o, i) => new { o, i })
            .ExecuteUpdate(s => s.SetProperty(x => (string)EF.Property<object>(x.o, "Plain"), x => x.i.Name)).Should().BeGreaterThan(0);
        _context.Owners.Select(o => new { A = o }).ExecuteUpdate(s => s.SetProperty(x => x.A.Email, x => null)).Should().Be(6);
        _context.Owners.Count(o => EF.Property<string>(o, "EmailIndex") != null).Should().Be(0);
    }

    private static int ByName(GuardContext context, string name) =>
        context.Owners.ExecuteUpdate(s => s.SetProperty(o => EF.Property<string>(o, name), "x"));
}

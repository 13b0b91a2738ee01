// The forms of comparison are what is under test.
#pragma warning disable CA1304, CA1309, CA1310, CA1311, CA1820, CA1862, CA1866, CA1827, CA1829, CA1847, CA1860, CA2249

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

using Animal = StrategyEngine.Data.Tests.Encryption.GuardContext.Animal;
using Card = StrategyEngine.Data.Tests.Encryption.GuardContext.Card;
using Cat = StrategyEngine.Data.Tests.Encryption.GuardContext.Cat;
using Dog = StrategyEngine.Data.Tests.Encryption.GuardContext.Dog;
using Owner = StrategyEngine.Data.Tests.Encryption.GuardContext.Owner;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>An encrypted value is followed through everything a query can wrap it in.</summary>
[TestFixture]
internal sealed class QueryGuardProvenanceTests
{
    private static readonly string[] Emails = ["ant", "bee"];

    private static readonly List<GuardContext.Address> Addresses = [new()];
    private static readonly Func<GuardContext.Item, bool> Condition = item => item.Text == "ant";
    private static readonly Dictionary<string, int> Known = new() { ["ant"] = 1 };

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
        static TestCaseData Case(string name, Func<GuardContext, object?> query) => new TestCaseData(query).SetName("Refused: " + name);

        yield return Case(
            "nested anonymous types", c => c.Owners.Select(o => new { In = new { o.Note } }).Where(x => x.In.Note == "ant").ToList());
        yield return Case(
            "a class by initialiser", c => c.Owners.Select(o => new Dto { Text = o.Note }).Where(x => x.Text == "ant").ToList());
        yield return Case("a class by a constructor", c => c.Owners.Select(o => new Renamed(o.Note)).Where(x => x.Text == "ant").ToList());
        yield return Case(
            "order by a class by a constructor", c => c.Owners.Select(o => new Renamed(o.Note)).OrderBy(x => x.Text).ToList());
        yield return Case("a record", c => c.Owners.Select(o => new Pair(o.Name, o.Note)).Where(x => x.Second == "ant").ToList());
        yield return Case("distinct records", c => c.Owners.Select(o => new Pair(o.Name, o.Note)).Distinct().ToList());
        yield return Case("a Tuple", c => c.Owners.Select(o => new Tuple<string?>(o.Note)).OrderBy(x => x.Item1).ToList());
        yield return Case("a ValueTuple", c => c.Owners.Select(o => new ValueTuple<string?, string>(o.Note, o.Name)).Distinct().ToList());
        yield return Case(
            "Tuple.Create", c => c.Owners.Where(o => Tuple.Create(o.Name, o.Note) == Tuple.Create("a", (string?)"b")).ToList());
        yield return Case("an array", c => c.Owners.Where(o => new[] { o.Note, o.Remark }.Contains("ant")).ToList());
        yield return Case("any of an array", c => c.Owners.Where(o => new[] { o.Note, o.Plain }.Any(x => x == "ant")).ToList());
        yield return Case("maximum of an array", c => c.Owners.Select(o => new[] { o.Score, 1 }.Max()).ToList());
        yield return Case("a list", c => c.Owners.Select(o => new List<string?> { o.Note }.Contains("a")).ToList());
        yield return Case("let", c => (from o in c.Owners let n = o.Note let m = n where m!.Length > 1 select o).ToList());
        yield return Case("let of an object", c => (from o in c.Owners let x = new { o.Note } where x.Note == "ant" select o).ToList());
        yield return Case(
            "join and order",
            c => c.Items.Join(c.Owners, i => i.OwnerId, o => o.Id, (i, o) => new { i, o }).OrderBy(x => x.i.Text).ToList());
        yield return Case(
            "left join",
            c => c.Owners.LeftJoin(c.Items, o => o.Id, i => i.OwnerId, (o, i) => new { o, i }).Where(x => x.i!.Text == "ant").ToList());
        yield return Case(
            "right join",
            c => c.Owners.RightJoin(c.Items, o => o.Id, i => i.OwnerId, (o, i) => new { o, i }).Where(x => x.o!.Note == "ant").ToList());
        yield return Case(
            "group join",
            c => c.Owners.GroupJoin(c.Items, o => o.Id, i => i.OwnerId, (o, i) => new { o, Max = i.Max(x => x.Text) }).ToList());
        yield return Case("left join key", c => c.Owners.LeftJoin(c.Items, o => o.Note, i => i.Text, (o, i) => o.Name).ToList());
        yield return Case("SelectMany", c => c.Owners.SelectMany(o => o.Items).Select(i => i.Text).Where(t => t!.StartsWith("a")).ToList());
        yield return Case(
            "SelectMany with result",
            c => c.Owners.SelectMany(o => o.Items, (o, i) => new { i.Text, o.Note }).Where(x => x.Text == "t").ToList());
        yield return Case(
            "DefaultIfEmpty", c => c.Owners.SelectMany(o => o.Items.DefaultIfEmpty(), (o, i) => i!.Text).OrderBy(t => t).ToList());
        yield return Case("default value", c => c.Owners.Select(o => o.Items.Select(i => i.Text).FirstOrDefault("none")).ToList());
        yield return Case(
            "a correlated sub-query",
            c => c.Owners.Where(o => c.Items.Where(i => i.Id == o.Id).Select(i => i.Text).First() == "ant").ToList());
        yield return Case("an aggregate of a sub-query", c => c.Owners.Select(o => o.Items.Max(i => i.Text)).ToList());
        yield return Case("order by a sub-query", c => c.Owners.OrderBy(o => o.Items.Select(i => i.Text).FirstOrDefault()).ToList());
        yield return Case("any in a sub-query", c => c.Owners.Where(o => o.Items.Any(i => i.Text!.Contains("a"))).ToList());
        yield return Case("List.Exists", c => c.Owners.Where(o => o.Items.Exists(i => i.Text == "ant")).ToList());
        yield return Case("a skip navigation", c => c.Owners.Where(o => o.Labels.Any(l => l.Caption!.StartsWith("a"))).ToList());
        yield return Case("an owned type", c => c.Owners.OrderBy(o => o.Profile!.Text).ToList());
        yield return Case("a projected owned type", c => c.Owners.Select(o => o.Profile).Where(p => p!.Text == "ant").ToList());
        yield return Case("a complex type", c => c.Owners.Where(o => o.Address.Street == "ant").ToList());
        yield return Case("a projected complex type", c => c.Owners.Select(o => o.Address).OrderBy(a => a.Street).ToList());
        yield return Case("equality of complex types", c => c.Owners.Where(o => o.Address == c.Owners.First().Address).ToList());
        yield return Case(
            "equality with a known complex value", c => c.Owners.Where(o => o.Address == new GuardContext.Address { City = "c" }).ToList());
        yield return Case("distinct complex values", c => c.Owners.Select(o => o.Address).Distinct().ToList());
        yield return Case("grouping by a complex value", c => c.Owners.GroupBy(o => o.Address).Select(g => g.Count()).ToList());
        yield return Case("union of complex values", c => c.Owners.Select(o => o.Address).Union(c.Owners.Select(o => o.Address)).ToList());
        yield return Case("a cast", c => c.Animals.Where(a => ((Dog)a).Mark == "ant").ToList());
        yield return Case("as", c => c.Animals.OrderBy(a => (a as Dog)!.Mark).ToList());
        yield return Case("OfType", c => c.Animals.OfType<Dog>().OrderBy(d => d.Mark).ToList());
        yield return Case("EF.Property of a derived type", c => c.Animals.OrderBy(a => EF.Property<string>(a, "Mark")).ToList());
        yield return Case("a derived type in its own table", c => c.Payments.OfType<Card>().OrderBy(p => p.CardNumber).ToList());
        yield return Case("an interface", c => ByNote(c.Owners).ToList());
        yield return Case("a base class", c => ByBase(c.Owners).ToList());
        yield return Case("EF.Property by a variable", c => Named(c, "Note"));
        yield return Case("EF.Property of an owned type", c => c.Owners.OrderBy(o => EF.Property<string>(o.Profile!, "Text")).ToList());
        yield return Case("boxing", c => c.Owners.Where(o => (object?)o.Note == (object)"ant").ToList());
        yield return Case("an interface of the value", c => c.Owners.Where(o => ((IComparable)o.Note!).CompareTo("ant") > 0).ToList());
        yield return Case("Nullable.Value", c => c.Owners.Where(o => o.Rank!.Value > 1).ToList());
        yield return Case("GetValueOrDefault", c => c.Owners.Select(o => o.Rank.GetValueOrDefault()).ToList());
        yield return Case("a truth", c => c.Owners.Where(o => o.Flag).ToList());
        yield return Case("a negated truth", c => c.Owners.Where(o => !o.Flag && o.Name == "n").ToList());
        yield return Case("a chosen truth", c => c.Owners.Select(o => o.Flag ? 1 : 2).ToList());
        yield return Case("all truths", c => c.Owners.All(o => o.Flag));
        yield return Case("counted truths", c => c.Owners.Count(o => o.Flag));
        yield return Case("an enum", c => c.Owners.Where(o => o.Day == DayOfWeek.Friday).ToList());
        yield return Case("a flag of an enum", c => c.Owners.Where(o => o.Day!.Value.HasFlag(DayOfWeek.Friday)).ToList());
        yield return Case("a part of a time", c => c.Owners.Where(o => o.Moment!.Value.Year == 2000).ToList());
        yield return Case("a constructed time", c => c.Owners.Where(o => new DateTime(o.Score, 1, 1) > new DateTime(1, 1, 1)).ToList());
        yield return Case("a constructed and projected time", c => c.Owners.Select(o => new DateTime(o.Score, 1, 1)).ToList());
        yield return Case("the length of bytes", c => c.Owners.Where(o => o.Bytes!.Length == 2).ToList());
        yield return Case("a byte", c => c.Owners.Where(o => o.Bytes![0] == 2).ToList());
        yield return Case("bytes", c => c.Owners.Where(o => o.Bytes!.SequenceEqual(new byte[] { 1, 2 })).ToList());
        yield return Case("a character", c => c.Owners.Where(o => o.Note![0] == 'a').ToList());
        yield return Case("characters", c => c.Owners.Where(o => o.Note!.Any(x => x == 'a')).ToList());
        yield return Case("the first character", c => c.Owners.Select(o => o.Note!.FirstOrDefault()).ToList());
        yield return Case("an element of a list", c => c.Owners.Where(o => o.Tags!.Contains("x")).ToList());
        yield return Case("the count of a list", c => c.Owners.Where(o => o.Tags!.Count > 0).ToList());
        yield return Case("elements of lists", c => c.Owners.SelectMany(o => o.Tags!).ToList());
        yield return Case("string.IsNullOrEmpty", c => c.Owners.Where(o => string.IsNullOrEmpty(o.Note)).ToList());
        yield return Case("string.Concat", c => c.Owners.Select(o => string.Concat(o.Note, "x")).ToList());
        yield return Case("string.Format", c => c.Owners.Select(o => string.Format("{0}", o.Note)).ToList());
        yield return Case(
            "string.Join of a group", c => c.Owners.GroupBy(o => o.Name).Select(g => string.Join(",", g.Select(o => o.Note))).ToList());
        yield return Case(
            "string.Concat of a group", c => c.Owners.GroupBy(o => o.Name).Select(g => string.Concat(g.Select(o => o.Note))).ToList());
        yield return Case("ToString", c => c.Owners.Where(o => o.Score.ToString() == "1").ToList());
        yield return Case("a function of the database", c => c.Owners.Select(o => GuardContext.Marked(o.Note)).ToList());
        yield return Case("a function of the program before the end", c => c.Owners.Select(o => Shout(o.Note)).Distinct().ToList());
        yield return Case("a function of the program in a condition", c => c.Owners.Where(o => Shout(o.Note) == "ANT").ToList());
        yield return Case(
            "a function of the program in a sub-query", c => c.Owners.Select(o => o.Items.Select(i => Shout(i.Text)).ToList()).ToList());
        yield return Case(
            "a function of the program on a group", c => c.Owners.GroupBy(o => o.Name).Select(g => Count(g.Select(o => o.Note))).ToList());
        yield return Case(
            "the default of a number", c => c.Owners.Select(o => o.Items.Select(i => i.Owner!.Score).FirstOrDefault()).ToList());
        yield return Case("the default of no numbers", c => c.Owners.Select(o => o.Score).DefaultIfEmpty().ToList());
        yield return Case("a known list of complex values", c => c.Owners.Where(o => Addresses.Contains(o.Address)).ToList());
        yield return Case("a projected list of complex values", c => c.Owners.Select(o => Addresses.Contains(o.Address)).ToList());
        yield return Case("a compiled condition", c => c.Owners.Where(o => o.Items.Where(Condition).Any()).ToList());
        yield return Case("a condition held in a variable", c => Captured(c, i => i.Text == "ant"));
        yield return Case("a projection held in a variable", c => CapturedProjection(c, i => i.Text));
        yield return Case("a conversion function", c => c.Owners.Select(o => Convert.ToString(o.Score)).ToList());
        yield return Case("a lambda called on the spot", c => c.Owners.Where(Invoked()).ToList());
        yield return Case(
            "an aggregate of distinct values of a group",
            c => c.Owners.GroupBy(o => o.Name).Select(g => g.Select(o => o.Note).Distinct().Count()).ToList());
        yield return Case("the element of a group", c => c.Owners.GroupBy(o => o.Name, o => o.Note).Select(g => g.Min()).ToList());
        yield return Case("the result of a group", c => c.Owners.GroupBy(o => o.Name, (k, os) => os.Max(o => o.Note)).ToList());
        yield return Case(
            "the key of a group by two", c => c.Owners.GroupBy(o => new { o.Name, o.Note }, o => o.Id).Select(g => g.Key.Name).ToList());
        yield return Case("DistinctBy", c => c.Owners.DistinctBy(o => o.Note).ToList());
        yield return Case("MinBy", c => c.Owners.MinBy(o => o.Note));
        yield return Case("CountBy", c => c.Owners.CountBy(o => o.Note!).ToList());
        yield return Case("Zip", c => c.Owners.Select(o => o.Note).Zip(c.Items.Select(i => i.Name)).ToList());
        yield return Case("Append", c => c.Owners.Select(o => o.Note).Append("x").ToList());
        yield return Case("distinct keyless rows", c => c.Notes.Distinct().ToList());
        yield return Case("a union of keyless rows", c => c.Notes.Union(c.Notes).ToList());
        yield return Case(
            "concatenation with a plain column", c => c.Owners.Select(o => o.Note).Concat(c.Owners.Select(o => o.Plain)).ToList());
        yield return Case(
            "concatenation of objects",
            c => c.Owners.Select(o => new { T = o.Note }).Concat(c.Owners.Select(o => new { T = o.Remark })).ToList());
        yield return Case(
            "the choice between objects",
            c =>
                c.Owners.Select(o => o.Name == "a" ? new Dto { Text = o.Note } : new Dto { Text = o.Remark }).Select(d => d.Text).ToList());
        yield return Case("Take by a value", c => c.Owners.Where(o => o.Items.Take(o.Score).Any()).ToList());
        yield return Case("filtered Include", c => c.Owners.Include(o => o.Items.Where(i => i.Text == "ant")).ToList());
        yield return Case(
            "ordered ThenInclude", c => c.Labels.Include(l => l.Owners).ThenInclude(o => o.Items.OrderBy(i => i.Text)).ToList());
        yield return Case("FromSql", c => c.Owners.FromSql($"SELECT * FROM \"Owners\"").OrderBy(o => o.Note).ToList());
        yield return Case(
            "a type that only raw SQL gives",
            c => c.Database.SqlQuery<GuardContext.Keyless>($"SELECT * FROM \"Owners\"").OrderBy(k => k.Note).ToList());
        yield return Case(
            "a type outside of the model",
            c => c.Database.SqlQuery<RawRow>($"SELECT \"Note\" FROM \"Owners\"").OrderBy(k => k.Note).ToList());
        yield return Case(
            "a compiled query with a parameter",
            c => EF.CompileQuery((GuardContext x, string n) => x.Owners.Where(o => o.Note == n).ToList())(c, "ant"));
        yield return Case(
            "an asynchronous compiled query",
            c => EF.CompileAsyncQuery((GuardContext x, string n) => x.Owners.First(o => o.Note == n))(c, "ant").GetAwaiter().GetResult());
        yield return Case(
            "the index of a text made by the database", c => c.Owners.Where(o => o.Email == Guid.NewGuid().ToString()).ToList());
        yield return Case(
            "the index of a text computed in a compiled query",
            c => EF.CompileQuery((GuardContext x, string n) => x.Owners.Where(o => o.Email == n + "t").ToList())(c, "an"));
        yield return Case(
            "the index of a property of another row", c => c.Owners.Where(o => c.Items.Any(i => i.Plain == o.Email)).ToList());
        yield return Case("any of known values equals", c => c.Owners.Where(o => Emails.Any(e => e == o.Email)).ToList());
        yield return Case("none of known values equals", c => c.Owners.Where(o => Emails.All(e => e != o.Email)).ToList());
        yield return Case("any of a list starts", c => c.Owners.Where(o => Emails.Any(e => o.Email!.StartsWith(e))).ToList());
        yield return Case("a key of a dictionary", c => c.Owners.Where(o => Known.ContainsKey(o.Email!)).ToList());
        yield return Case(
            "a comparer", c => c.Owners.Where(o => Enumerable.Contains(Emails, o.Email, StringComparer.OrdinalIgnoreCase)).ToList());
        yield return Case("equality with an object", c => EqualsObject(c, "ant"));
        yield return Case("deletion by a value", c => c.Owners.Where(o => o.Note == "ant").ExecuteDelete());
        yield return Case("an update where", c => c.Owners.Where(o => o.Note == "ant").ExecuteUpdate(s => s.SetProperty(o => o.Name, "x")));
        yield return Case(
            "an update by a sub-query",
            c => c.Owners.ExecuteUpdate(s => s.SetProperty(o => o.Plain, o => o.Items.Select(i => i.Text).First())));
        yield return Case("an update of a complex member", c => c.Owners.ExecuteUpdate(s => s.SetProperty(o => o.Address.Street, "x")));
        yield return Case(
            "an update of a complex value", c => c.Owners.ExecuteUpdate(s => s.SetProperty(o => o.Address, new GuardContext.Address())));
        yield return Case(
            "an update by EF.Property", c => c.Owners.ExecuteUpdate(s => s.SetProperty(o => EF.Property<string>(o, "Note"), "x")));
        yield return Case(
            "an update of the blind index",
            c => c.Owners.ExecuteUpdate(s => s.SetProperty(o => EF.Property<string>(o, "EmailIndex"), "x")));
        yield return Case("an update to a null value", c => c.Owners.ExecuteUpdate(s => s.SetProperty(o => o.Note, (string?)null)));
    }

    [TestCaseSource(nameof(Refused))]
    public void A_value_is_followed_to_where_it_is_computed_with(Func<GuardContext, object?> query)
    {
        var refusal = _context.Invoking(query).Should().Throw<EncryptedQueryException>().Which;

        refusal.Property.Should()
            .MatchRegex(
                "^(Owner|NotedEntity|Item|Label|Dog|Card|Address|Profile|Keyless|RawRow)\\.(Note|Email|Remark|Score|Rank|Flag|Small|Day|Moment|Bytes|Tags|Street|Phone|Text|Caption|Mark|CardNumber)$");
        refusal.Message.Should().StartWith(refusal.Property).And.Contain(refusal.Operation).And.EndWith(".");
    }

    [Test]
    public void Null_tests_need_no_index()
    {
        _context.Owners.Where(o => o.Note == null)
            .Select(o => o.Id)
            .Should().Equal(_database.Owners.Where(o => o.Note == null).Select(o => o.Id));
        _context.Owners.Count(o => null != o.Rank).Should().Be(4);
        _context.Owners.Count(o => o.Rank.HasValue).Should().Be(4);
        _context.Owners.Count(o => !o.Rank.HasValue).Should().Be(2);
        _context.Owners.Count(o => o.Day == null).Should().Be(3);
        _context.Owners.Count(o => o.Small != null).Should().Be(3);
        _context.Owners.Count(o => o.Tags == null).Should().Be(5);
        _context.Owners.Count(o => o.Bytes == null).Should().Be(5);
        _context.Owners.Count(o => o.Profile == null).Should().Be(1);
        _context.Owners.Count(o => o.Profile!.Text == null).Should().Be(1);
        _context.Owners.Count(o => o.Address.Street == null).Should().Be(1);
        _context.Owners.Select(o => new { o.Note }).Count(x => x.Note == null).Should().Be(1);
        _context.Owners.Count(o => o.Items.Select(i => i.Text).FirstOrDefault() == null).Should()
            .Be(_database.Owners.Count(o => o.Items.Select(i => i.Text).FirstOrDefault() == null));
        _context.Owners.OrderBy(o => o.Note == null).ThenBy(o => o.Id).Last().Note.Should().BeNull();
        _context.Owners.GroupBy(o => o.Note == null)
            .Select(g => new { g.Key, Count = g.Count() })
            .Should().BeEquivalentTo([new { Key = true, Count = 1 }, new { Key = false, Count = 5 }]);
        _context.Animals.Count(a => (a as Dog)!.Mark != null).Should().Be(1);
    }

    [Test]
    public void Ordinary_queries_on_entities_with_encrypted_columns_pass()
    {
        var ids = new List<int> { 1, 2, 3 };
        var owner = _context.Owners.Single(o => o.Id == 1);
        List<Owner> owners = [owner];
        _context.Owners.Where(o => o.Name.StartsWith("n") && o.Plain!.Length > 1 && ids.Contains(o.Id)).OrderByDescending(o => o.Name)
            .ThenBy(o => o.Number).Skip(1).Take(5).ToList().Should().ContainSingle();
        _context.Owners.Distinct().Count().Should().Be(6);
        _context.Owners.Select(o => o.Name).Distinct().OrderBy(n => n).ToList().Should().HaveCount(3);
        _context.Owners.Where(o => o == owner).Should().ContainSingle();
        _context.Items.Where(i => i.Owner == owner).Should().HaveCount(2);
        _context.Items.Where(i => owners.Contains(i.Owner!)).Should().HaveCount(2);
        _context.Items.Where(i => i.Owner!.Equals(owner)).Should().HaveCount(2);
        _context.Items.Select(i => i.Owner).Distinct().ToList().Should().HaveCount(4);
        _context.Items.GroupBy(i => i.Owner!.Name)
            .Select(g => new { g.Key, Sum = g.Sum(i => i.Id), First = g.OrderBy(i => i.Id).First().Text }).ToList().Should().NotBeEmpty();
        _context.Items.GroupBy(i => i.Name).ToList().Should().NotBeEmpty();
        _context.Owners.GroupBy(o => o.Name).Select(g => new { g.Key, Owners = g.ToList() }).ToList().Should().HaveCount(3);
        _context.Owners.GroupBy(o => o.Name)
            .Select(g => new { g.Key, Notes = g.Select(o => o.Note).ToList() })
            .ToList()
            .Should().HaveCount(3);
        _context.Owners.Include(o => o.Items.Where(i => i.Id > 1).OrderBy(i => i.Name))
            .Include(o => o.Labels)
            .ThenInclude(l => l.Owners)
            .AsTracking()
            .AsSplitQuery()
            .OrderBy(o => o.Id)
            .ToList()
            .Should().HaveCount(6);
        _context.Items.Include("Owner.Profile")
            .AsTracking()
            .AsNoTracking()
            .IgnoreQueryFilters()
            .TagWith("x")
            .ToList()
            .Should().HaveCount(7);
        _context.Owners.Select(o => new { o, o.Note, Texts = o.Items.Select(i => i.Text).ToList(), o.Items.Count, o.Address, o.Profile })
            .ToList().Should().HaveCount(6);
        _context.Owners.Select(o => new Pair(o.Name, o.Note))
            .ToList()
            .Select(p => p.Second)
            .Should().BeEquivalentTo(_database.Owners.Select(o => o.Note));
        _context.Owners.Select(o => Describe(o)).ToList().Should().BeEquivalentTo(_database.Owners.Select(Describe));
        _context.Owners.Select(o => o.Profile == null ? null : new Dto { Text = o.Profile.Text }).ToList().Should().HaveCount(6);
        _context.Owners.Select(o => o.Profile != null ? new Dto { Text = o.Profile.Text } : new Dto()).ToList().Should().HaveCount(6);
        _context.Owners.Concat(_context.Owners.Where(o => o.Id > 3)).ToList().Should().HaveCount(9);
        _context.Owners.Union(_context.Owners.Where(o => o.Id > 3))
            .Except(_context.Owners.Where(o => o.Id == 1))
            .Intersect(_context.Owners)
            .ToList()
            .Should().HaveCount(5);
        _context.Owners.Select(o => o.Note)
            .Concat(_context.Owners.Where(o => o.Id == 1).Select(o => o.Note))
            .ToList()
            .Should().HaveCount(7);
        _context.Owners.Any(o => o.Items.Any(i => i.Name == "n1")).Should().BeTrue();
        _context.Owners.Max(o => o.Number).Should().Be(5);
        _context.Owners.Sum(o => o.Items.Count).Should().Be(6);
        _context.Owners.Average(o => o.Number).Should().Be(2.5);
        _context.Owners.Select(o => o.Plain ?? o.Name).Count().Should().Be(6);
        _context.Owners.SelectMany(o => o.Items.DefaultIfEmpty(), (o, i) => new { o.Note, Text = i == null ? null : i.Text }).ToList()
            .Should().HaveCount(9);
        _context.Animals.Where(a => a is Cat && ((Cat)a).Mark == "ant").Should().ContainSingle();
        _context.Animals.OfType<Cat>().OrderBy(a => a.Mark).Should().ContainSingle();
        _context.Animals.Where(a => a.GetType() == typeof(Dog)).ToList().Should().ContainSingle();
        _context.Set<Animal>().Cast<Animal>().OrderBy(a => a.Id).Reverse().FirstOrDefault().Should().NotBeNull();
        _context.Owners.Where(o => o.Address.City == "c0").ToList().Should().HaveCount(3);
        _context.Notes.Where(k => k.Plain == "x").ToQueryString().Should().Contain("WHERE");
        _context.Database.SqlQuery<int>($"SELECT 1 AS \"Value\"").Where(v => v > 0).ToList().Should().Equal(1);
        _context.Owners.Find(2)!.Email.Should().Be("bee");
    }

    [Test]
    public void A_function_of_the_program_runs_on_decrypted_values_in_the_last_projection()
    {
        _context.Owners.OrderBy(o => o.Id).Select(o => new { o.Name, Loud = Shout(o.Note), More = Shout(Shout(o.Remark) + o.Name) })
            .ToList()
            .Should().Equal(_database.Owners.Select(o => new { o.Name, Loud = Shout(o.Note), More = Shout(Shout(o.Remark) + o.Name) }));
        _context.Owners.Where(o => o.Email == "ant").Select(o => Shout(o.Email)).ToList().Should().Equal("ANT");
        _context.Owners.Select(o => o.Items.OrderBy(i => i.Id).Select(i => (int?)i.Owner!.Score).FirstOrDefault())
            .ToList()
            .Should().HaveCount(6).And.Contain([0, 1, null]);
    }

    [Test]
    public void A_long_chain_of_operators_is_checked_in_time()
    {
        var query = _context.Owners.AsQueryable();
        for (var i = 0; i < 40; i++)
            query = query.Where(o => o.Number != 77).OrderBy(o => o.Name);

        query.Count().Should().Be(6);
    }

    private static IQueryable<T> ByNote<T>(IQueryable<T> source)
        where T : class, GuardContext.IHasNote => source.Where(x => x.Note == "ant");

    private static IQueryable<T> ByBase<T>(IQueryable<T> source)
        where T : GuardContext.NotedEntity => source.OrderBy(x => x.Note);

    private static List<Owner> Named(GuardContext context, string name) =>
        context.Owners.OrderBy(o => EF.Property<string>(o, name)).ToList();

    private static List<Owner> EqualsObject(GuardContext context, object value) =>
        context.Owners.Where(o => o.Email!.Equals(value)).ToList();

    private static System.Linq.Expressions.Expression<Func<Owner, bool>> Invoked()
    {
        System.Linq.Expressions.Expression<Func<string?, bool>> test = text => text == "ant";
        var owner = System.Linq.Expressions.Expression.Parameter(typeof(Owner));
        return System.Linq.Expressions.Expression.Lambda<Func<Owner, bool>>(
            System.Linq.Expressions.Expression.Invoke(test, System.Linq.Expressions.Expression.Property(owner, nameof(Owner.Note))),
            owner);
    }

    private static List<Owner> Captured(
        GuardContext context, System.Linq.Expressions.Expression<Func<GuardContext.Item, bool>> condition) =>
        context.Owners.Where(o => o.Items.AsQueryable().Any(condition)).ToList();

    private static List<Owner> CapturedProjection(
        GuardContext context, System.Linq.Expressions.Expression<Func<GuardContext.Item, string?>> projection) =>
        context.Owners.Where(o => o.Items.AsQueryable().Select(projection).Contains("ant")).ToList();

    private static string Shout(string? text) => $"{text?.ToUpperInvariant()}";

    private static int Count(IEnumerable<string?> texts) => texts.Count();

    private static string Describe(Owner owner) => $"{owner.Name} {owner.Note}";

    private sealed class RawRow
    {
        [Encrypted]
        public string? Note { get; set; }
    }

    private sealed record Pair(string First, string? Second);

    private sealed class Dto
    {
        public string? Text { get; set; }
    }

    private sealed class Renamed(string? note)
    {
        public string? Text { get; } = note;
    }
}

using FluentAssertions;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Encryption.Mapping;

namespace StrategyEngine.Data.Tests.Encryption.Models;

/// <summary>A model goes from one key ring to the next, and does for each what a model of its own would.</summary>
[TestFixture]
internal sealed class ModelPoolTests
{
    private PersonDatabase _first = null!;
    private PersonDatabase _second = null!;

    [SetUp]
    public void Open() => (_first, _second) = (new PersonDatabase(), new PersonDatabase());

    [TearDown]
    public void Close()
    {
        _first.Dispose();
        _second.Dispose();
    }

    [Test]
    public void The_model_of_a_disposed_ring_is_the_next_ones()
    {
        var one = _first.NewRing();
        var model = ModelOf(_first, one);
        using var live = _second.NewRing();
        ModelOf(_second, live).Should().NotBeSameAs(model, "both rings are in use");
        ModelOf(_first, one).Should().BeSameAs(model);

        one.Dispose();

        using var next = _first.NewRing();
        ModelOf(_first, next).Should().BeSameAs(model);
        using var context = _first.NewContext(next);
        context.GetService<IDesignTimeModel>().Model.Should().NotBeSameAs(model);
    }

    [Test]
    public void A_query_that_was_compiled_under_one_ring_gives_the_next_its_own_values()
    {
        _first.Fill("same@x.y", "of the first");
        _second.Fill("same@x.y", "of the second");
        var models = new HashSet<IModel>(ReferenceEqualityComparer.Instance);
        var compilations = 0;
        foreach (var (database, note) in new[] { (_first, "of the first"), (_second, "of the second"), (_first, "of the first") })
        {
            using var ring = database.NewRing();
            using var context = database.NewContext(ring, options => options.LogTo(
                (id, _) => id == CoreEventId.QueryExecutionPlanned,
                _ => compilations++));
            models.Add(context.Model);
            var email = "Same@x.y";
            var person = context.People.Single(person => person.Email == email);
            (person.Note, person.Balance, person.Pin!.Reveal()).Should().Be((note, 12.5m, "1234"));
            string?[] emails = ["nobody@x.y", email];
            context.People.Where(person => emails.Contains(person.Email)).Select(person => person.Note).Should().Equal(note);
        }

        models.Should().ContainSingle("otherwise this test shows nothing");
        compilations.Should().BeLessThanOrEqualTo(2, "each query is compiled once for all rings");
    }

    [Test]
    public void A_constant_in_a_query_is_looked_for_by_the_keys_of_the_ring_that_asks()
    {
        _first.Fill("same@x.y", "of the first");
        _second.Fill("same@x.y", "of the second");
        foreach (var (database, note) in new[]
        {
            (_first, "of the first"), (_second, "of the second"), (_first, "of the first"), (_second, "of the second")
        })
        {
            foreach (var query in (ReadOnlySpan<Func<IQueryable<Person>, IQueryable<Person>>>)[
                people => people.Where(person => person.Email == "same@x.y"),
                people => people.Where(person => person.Email == EF.Constant("same@x.y")),
                people => people.Where(person => new[] { "same@x.y", "other@x.y" }.Contains(person.Email)),
                people => Constants(people, ["same@x.y", "other@x.y"]),
                people => Hint(people, "same@x.y"),
            ])
            {
                using var ring = database.NewRing();
                using var context = database.NewContext(ring);
                query(context.People).Select(person => person.Note).Should().Equal(note);
            }
        }
    }

    [Test]
    public void A_query_that_the_application_compiled_gives_the_next_ring_its_own_values()
    {
        _first.Fill("same@x.y", "of the first");
        _second.Fill("same@x.y", "of the second");
        var find = EF.CompileQuery(
            (PersonContext context, string email) => context.People.Where(person => person.Email == email).Select(person => person.Note));
        foreach (var (database, note) in new[] { (_first, "of the first"), (_second, "of the second") })
        {
            using var ring = database.NewRing();
            using var context = database.NewContext(ring);
            find(context, "same@x.y").Should().Equal(note);
        }
    }

    [Test]
    public void What_a_ring_is_told_by_a_new_model_it_is_told_by_a_used_one()
    {
        string[] names = ["Email", "Note", "Balance", "Pin", "one more"];
        var told = new List<(IModel Model, List<int> Slots)>();
        for (var i = 0; i < 2; i++)
        {
            using var ring = _first.NewRing();
            using var context = new OnceContext(
                new DbContextOptionsBuilder<OnceContext>().UseSqlite(_first.ConnectionString).UseEncryption(ring).Options);
            told.Add((context.Model, [.. names.Select(name => ring.Column("people", name).Slot)]));
        }

        told[1].Model.Should().BeSameAs(told[0].Model);
        told[1].Slots.Should().Equal(told[0].Slots).And.BeEquivalentTo([0, 1, 2, 3, 4]).And.EndWith(4);
    }

    [Test]
    public void The_columns_of_a_used_model_are_registered_in_the_next_database()
    {
        _first.Fill("one@x.y", "note");
        Registered(_first).Should().Be(4);

        _second.Fill("two@x.y", "note");

        Registered(_second).Should().Be(4);
    }

    [Test]
    public void A_used_model_tells_its_ring_of_generations_and_of_plaintext_that_is_taken_over()
    {
        using (var former = _first.NewRing())
        {
            using var context = Memos(_first, former);
            _ = context.Model;
        }

        using var ring = _second.NewRing();
        using var memos = Memos(_second, ring);
        _second.Execute("CREATE TABLE memos (\"Id\" INTEGER PRIMARY KEY, \"Text\" BLOB NULL, \"TextIndex2\" BLOB NULL)");
        _ = memos.Model;
        ring.EnsureActiveKey();
        _second.Execute("SELECT group_concat(purpose) FROM (SELECT purpose FROM encryption_data_keys ORDER BY purpose)").Should()
            .Be("blind_index,blind_index_2,field");

        memos.Add(new Memo { Id = 1, Text = "sealed" });
        memos.SaveChanges();
        _second.Execute("INSERT INTO memos (\"Id\", \"Text\") VALUES (2, 'in the clear')");
        memos.Memos.AsNoTracking().OrderBy(memo => memo.Id).Select(memo => memo.Text).Should().Equal("sealed", "in the clear");

        // As another process does whose re-encryption has ended.
        _second.Execute("UPDATE encryption_columns SET adopted_at = created_at WHERE context = 'memos/Text'");
        _second.Time.Advance(DataKeyRing.RefreshInterval);
        memos.Memos.Invoking(rows => rows.AsNoTracking().ToList()).Should().Throw<PlaintextFoundException>();
    }

    [Test]
    public void Not_more_than_a_few_models_wait()
    {
        var rings = Enumerable.Range(0, ModelPool.MaxIdleOfOneKind + 3).Select(_ => _first.NewRing()).ToList();
        var models = rings.Select(ring => ModelOf(_first, ring)).ToList();
        models.Should().OnlyHaveUniqueItems();
        using var context = _first.NewContext(rings[0]);
        var pool = ((EncryptionModelSource)context.GetService<IModelSource>()).Pool;

        foreach (var ring in rings)
            ring.Dispose();

        pool.Count.Should().BeInRange(ModelPool.MaxIdleOfOneKind, ModelPool.MaxIdle);
        var again = Enumerable.Range(0, rings.Count).Select(_ => _first.NewRing()).ToList();
        again.Count(ring => models.Contains(ModelOf(_first, ring))).Should().Be(ModelPool.MaxIdleOfOneKind);
        foreach (var ring in again)
            ring.Dispose();
    }

    [Test]
    public void A_context_with_state_of_its_own_gets_the_model_of_its_state()
    {
        using var database = new EncryptedDatabase();
        using (var notes = new AppVersion(database, model => model.Entity<Person>().ToTable("people")))
        {
            using var context = notes.NewContext();
            context.Model.FindEntityType(typeof(Person))!.GetTableName().Should().Be("people");
        }

        using var renamed = new AppVersion(database, model => model.Entity<Person>().ToTable("persons"));
        using var after = renamed.NewContext();
        after.Model.FindEntityType(typeof(Person))!.GetTableName().Should().Be("persons");
    }

    [Test]
    public void A_host_that_keys_its_models_gets_the_one_of_its_key()
    {
        foreach (var table in (ReadOnlySpan<string>)["people", "persons", "people"])
        {
            using var ring = _first.NewRing();
            var options = new DbContextOptionsBuilder<TenantContext>()
                .UseSqlite("Data Source=none.db")
                .UseEncryption(ring)
                .ReplaceService<IModelCacheKeyFactory, TenantKeyFactory>();
            using var context = new TenantContext(options.Options, table);
            context.Model.FindEntityType(typeof(Person))!.GetTableName().Should().Be(table);
        }

        TenantContext.Built.Should().Be(2, "a model serves the next ring of its tenant");
    }

    [Test]
    public void One_building_gives_the_model_for_use_and_the_one_for_migrations()
    {
        using var ring = _first.NewRing();
        var options = new DbContextOptionsBuilder<CountingContext>().UseSqlite("Data Source=none.db").UseEncryption(ring).Options;
        using var context = new CountingContext(options);
        var design = context.GetService<IDesignTimeModel>().Model;
        var runtime = context.Model;

        CountingContext.Built.Should().Be(1);
        var (whole, used) = (design.FindEntityType(typeof(Person))!.FindProperty("Note")!,
            runtime.FindEntityType(typeof(Person))!.FindProperty("Note")!);
        EncryptedProperties.Column(whole).Should().BeSameAs(EncryptedProperties.Column(used));
        context.Database.GenerateCreateScript().Should().Contain("\"Note\" BLOB");
    }

    private static IModel ModelOf(PersonDatabase database, DataKeyRing ring)
    {
        using var context = database.NewContext(ring);
        return context.Model;
    }

    private static IQueryable<Person> Constants(IQueryable<Person> people, string?[] emails) =>
        people.Where(person => EF.Constant(emails).Contains(person.Email));

    private static IQueryable<Person> Hint(IQueryable<Person> people, string email) =>
        people.Where(person => person.Email == EF.Constant(email));

    private static long Registered(PersonDatabase database) => (long)database.Execute("SELECT COUNT(*) FROM encryption_columns")!;

    private static MemoContext Memos(PersonDatabase database, DataKeyRing ring) =>
        new(new DbContextOptionsBuilder<MemoContext>().UseSqlite(database.ConnectionString).UseEncryption(ring).Options);

    private sealed class Memo
    {
        public int Id { get; set; }

        [Encrypted(AdoptPlaintextUntil = "2027-01-01"), BlindIndex(Generation = 2)]
        public string? Text { get; set; }
    }

    private sealed class MemoContext(DbContextOptions<MemoContext> options) : DbContext(options)
    {
        public DbSet<Memo> Memos => Set<Memo>();

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Memo>().ToTable("memos");
    }

    private sealed class OnceContext(DbContextOptions<OnceContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Person>().ToTable("people");
    }

    private sealed class CountingContext(DbContextOptions<CountingContext> options) : DbContext(options)
    {
        public static int Built { get; private set; }

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            Built++;
            modelBuilder.Entity<Person>().ToTable("people");
        }
    }

    private sealed class TenantContext(DbContextOptions<TenantContext> options, string table) : DbContext(options)
    {
        public static int Built { get; private set; }

        public string Table { get; } = table;

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            Built++;
            modelBuilder.Entity<Person>().ToTable(Table);
        }
    }

    private sealed class TenantKeyFactory : IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) => (context.GetType(), ((TenantContext)context).Table, designTime);
    }
}

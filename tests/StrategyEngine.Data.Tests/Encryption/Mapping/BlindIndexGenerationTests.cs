using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>The key or the rule of a blind index changes: a second generation beside the first, filled, and then alone.</summary>
[TestFixture]
internal sealed class BlindIndexGenerationTests
{
    private const int Rows = 25;

    private EncryptedDatabase _database = null!;
    private AppVersion _first = null!;

    [SetUp]
    public void Open()
    {
        _database = new EncryptedDatabase();
        _first = new AppVersion(_database, model => model.Entity<First>().ToTable("people"));
        _first.CreateTables();
        _first.Add(Enumerable.Range(0, Rows).Select(i => (object)new First { Email = $"User{i}@x.y" }).ToArray());
    }

    [TearDown]
    public void Close()
    {
        _first.Dispose();
        _database.Dispose();
    }

    [Test]
    public async Task A_second_generation_takes_over_without_a_moment_without_an_index()
    {
        _database.Execute("ALTER TABLE people ADD COLUMN \"EmailIndex2\" BLOB NULL");
        _database.Execute("CREATE UNIQUE INDEX ux_people_email2 ON people (\"EmailIndex2\")");
        using var both = new AppVersion(_database, model => model.Entity<Both>().ToTable("people"));
        both.Add(new Both { Email = "New@x.y" });

        // Old rows are found by the first generation, which ignores no case.
        Find(both, "User3@x.y").Should().Be(1);
        Find(both, "user3@x.y").Should().Be(0);
        _database.Scalar<int>("SELECT COUNT(*) FROM people WHERE \"EmailIndex2\" IS NULL").Should().Be(Rows);
        _database.Scalar<int>("SELECT COUNT(*) FROM people WHERE \"EmailIndex2\" = \"EmailIndex\"").Should().Be(0);
        (await both.Keys.PlanReencryptionAsync()).Columns.Single().MissingIndexes.Should().Be(Rows);

        var result = await both.Keys.ReencryptAsync();

        result.RewrittenValues.Should().Be(0, "the values stay");
        result.IsComplete.Should().BeTrue();
        _database.Scalar<int>("SELECT COUNT(*) FROM people WHERE \"EmailIndex2\" IS NULL").Should().Be(0);
        _database.Execute("DROP INDEX \"IX_people_EmailIndex\"");
        _database.Execute("ALTER TABLE people DROP COLUMN \"EmailIndex\"");
        using var second = new AppVersion(_database, model => model.Entity<Second>().ToTable("people"));
        Find<Second>(second, person => person.Email == "uSER3@x.y ").Should().Be(1);
        Find<Second>(second, person => person.Email == "new@x.y").Should().Be(1);
        second.Invoking(version => version.Add(new Second { Email = "USER3@X.Y" })).Should().Throw<DbUpdateException>();
        second.Add(new Second { Email = null });
        (await second.Keys.GetStatusAsync()).Keys.Select(key => key.Purpose).Should()
            .BeEquivalentTo("field", "blind_index", "blind_index_2");
    }

    [Test]
    public void Two_indexes_of_one_generation_are_refused()
    {
        using var twice = new AppVersion(_database, model => model.Entity<Twice>().ToTable("people"));
        using var outside = new AppVersion(_database, model => model.Entity<OutOfRange>().ToTable("people"));

        twice.Invoking(version => version.Read<Twice>()).Should().Throw<EncryptionModelException>().WithMessage("*generation 1*");
        outside.Invoking(version => version.Read<OutOfRange>()).Should().Throw<EncryptionModelException>().WithMessage("*1 to 99*");
    }

    private static int Find(AppVersion version, string email)
    {
        using var context = version.NewContext();
        return context.Set<Both>().Count(person => person.Email == email);
    }

    private static int Find<T>(AppVersion version, System.Linq.Expressions.Expression<Func<T, bool>> condition)
        where T : class
    {
        using var context = version.NewContext();
        return context.Set<T>().Count(condition);
    }

    private sealed class First
    {
        public Guid Id { get; set; } = Guid.CreateVersion7();

        [Encrypted, BlindIndex(Unique = true)]
        public string? Email { get; set; }
    }

    private sealed class Both
    {
        public Guid Id { get; set; } = Guid.CreateVersion7();

        [Encrypted]
        [BlindIndex(Unique = true)]
        [BlindIndex(Unique = true, Generation = 2, Normalizer = BlindIndexNormalizer.TrimLower)]
        public string? Email { get; set; }
    }

    private sealed class Second
    {
        public Guid Id { get; set; } = Guid.CreateVersion7();

        [Encrypted, BlindIndex(Unique = true, Generation = 2, Normalizer = BlindIndexNormalizer.TrimLower)]
        public string? Email { get; set; }
    }

    private sealed class Twice
    {
        public Guid Id { get; set; }

        [Encrypted, BlindIndex, BlindIndex]
        public string? Email { get; set; }
    }

    private sealed class OutOfRange
    {
        public Guid Id { get; set; }

        [Encrypted, BlindIndex(Generation = 100)]
        public string? Email { get; set; }
    }
}

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>Raw SQL that is read into a type which the model does not have.</summary>
[TestFixture]
internal sealed class UnmappedTypesTests
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

    [Test]
    public void Raw_SQL_into_a_type_that_the_model_does_not_have_is_refused_and_the_ways_out_work()
    {
        foreach (var query in (ReadOnlySpan<Func<GuardContext, object>>)[
            c => c.Database.SqlQuery<RawRow>($"SELECT \"Note\" FROM \"Owners\"").ToList(),
            c => c.Database.SqlQueryRaw<RawRow>("SELECT \"Note\" FROM \"Owners\"").Count(),
            c => c.Owners.Where(o => o.Id > 0).Join(
                c.Database.SqlQuery<RawRow>($"SELECT \"Note\" FROM \"Owners\""), o => 1, r => 1, (o, r) => o.Id).ToList(),
        ])
        {
            var refusal = _context.Invoking(query).Should().Throw<EncryptedQueryException>().Which;
            refusal.Property.Should().Be("RawRow.Note");
            refusal.Message.Should().Contain("FromSql()").And.Contain("ToView");
        }

        using var plain = new RawContext(new DbContextOptionsBuilder<RawContext>().UseSqlite("Data Source=none.db")
            .UseEncryption(_database.Ring).Options);
        plain.Invoking(c => c.Database.SqlQuery<RawRow>($"SELECT \"Note\" FROM \"Owners\"").ToList())
            .Should().Throw<EncryptedQueryException>("also where nothing of the model is encrypted");

        var notes = _database.Owners.Select(o => o.Note).ToList();
        _context.Owners.FromSql($"SELECT * FROM \"Owners\"").OrderBy(o => o.Id).Select(o => o.Note).Should().Equal(notes);
        _context.Database.SqlQuery<string>($"SELECT \"Name\" AS \"Value\" FROM \"Owners\"").Should().HaveCount(6);
        using var mapped = new MappedContext(new DbContextOptionsBuilder<MappedContext>()
            .UseSqlite(_context.Database.GetConnectionString()).UseEncryption(_database.Ring).Options);
        mapped.Set<RawRow>().FromSql($"SELECT \"Note\" FROM \"Owners\" ORDER BY \"Id\"").AsEnumerable().Select(row => row.Note)
            .Should().Equal(notes);
    }

    /// <summary>Nothing of it is encrypted.</summary>
    private sealed class RawContext(DbContextOptions<RawContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyEncryptionTables();
    }

    private sealed class MappedContext(DbContextOptions<MappedContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.ApplyEncryptionTables();
            modelBuilder.Entity<RawRow>().HasNoKey().ToView("Owners");
        }
    }

    private sealed class RawRow
    {
        [Encrypted]
        public string? Note { get; set; }
    }
}

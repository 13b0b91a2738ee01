using System.Text.Json.Nodes;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>A column that held plaintext is encrypted while the application runs; afterwards plaintext is an error.</summary>
[TestFixture]
internal sealed class PlaintextAdoptionTests
{
    private const int Rows = 40;
    private static readonly DateTimeOffset Deadline = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private EncryptedDatabase _database = null!;
    private AppVersion _adopting = null!;

    [SetUp]
    public void Open()
    {
        _database = new EncryptedDatabase();
        using var before = new AppVersion(_database, Before);
        before.CreateTables();
        before.Add(Enumerable.Range(0, Rows).Select(i => (object)new PlainNote
        {
            Id = i,
            Text = i == 3 ? "" : $"text {i}",
            Limit = i * 1.5m,
            Kind = (DayOfWeek)(i % 7),
            At = new DateTimeOffset(2025, 1, 1, 0, i, 0, TimeSpan.Zero),
            Raw = [(byte)i, 2],
            Settings = $$"""{"n":{{i}}}""",
            Email = $"User{i}@x.y",
            Pin = $"pin {i}",
            Reference = new Guid(i, 0, 0, new byte[8]),
            Enabled = i % 2 == 0,
        }).ToArray());

        // As the migration that makes the columns binary and adds the index would leave the table.
        _database.Execute("ALTER TABLE legacy ADD COLUMN \"EmailIndex\" BLOB NULL");
        _adopting = new AppVersion(_database, After);
    }

    [TearDown]
    public void Close()
    {
        _adopting.Dispose();
        _database.Dispose();
    }

    [Test]
    public void Plaintext_is_read_as_it_is_and_written_encrypted()
    {
        DemandAll();
        using (var context = _adopting.NewContext())
        {
            context.Set<AdoptedNote>().Single(note => note.Id == 5).Text = "changed";
            context.SaveChanges();
        }

        FieldProtector.IsEncrypted(_database.Scalar<byte[]>("SELECT \"Text\" FROM legacy WHERE \"Id\" = 5")).Should().BeTrue();
        _database.Scalar<string>("SELECT typeof(\"Text\") FROM legacy WHERE \"Id\" = 6").Should().Be("text");
        _adopting.Read<AdoptedNote>().Single(note => note.Id == 5).Text.Should().Be("changed");
    }

    [TestCase("pin 5, which is longer than the envelope of a value")]
    [TestCase("abc")]
    [TestCase("")]
    public void A_secret_in_the_clear_is_sealed_when_its_detached_entity_is_updated(string pin)
    {
        _database.Execute("UPDATE legacy SET \"Pin\" = $pin WHERE \"Id\" = 5", ("$pin", pin));
        var detached = _adopting.Read<AdoptedNote>().Single(note => note.Id == 5);
        using (var context = _adopting.NewContext())
        {
            context.Update(detached);
            context.SaveChanges();
        }

        FieldProtector.IsEncrypted(_database.Scalar<byte[]>("SELECT \"Pin\" FROM legacy WHERE \"Id\" = 5")).Should().BeTrue();
        _adopting.Read<AdoptedNote>().Single(note => note.Id == 5).Pin!.Reveal().Should().Be(pin);
    }

    [Test]
    public async Task Re_encryption_encrypts_everything_and_fills_the_index()
    {
        var plan = await _adopting.Keys.PlanReencryptionAsync();
        var result = await _adopting.Keys.ReencryptAsync();

        plan.Columns.Should().HaveCount(10).And.OnlyContain(column => column.PlaintextValues == Rows && column.UnreadableValues == 0);
        plan.Columns.Single(column => column.Column == "Email").MissingIndexes.Should().Be(Rows);
        result.RewrittenValues.Should().Be(10 * Rows);
        result.IsComplete.Should().BeTrue();
        (await _adopting.Keys.GetStatusAsync()).Columns.Should().OnlyContain(column => column.PlaintextValues == 0);
        DemandAll();
        using var context = _adopting.NewContext();
        context.Set<AdoptedNote>().Single(note => note.Email == " user7@X.Y").Id.Should().Be(7);
    }

    [Test]
    public async Task Once_everything_is_encrypted_plaintext_is_an_error_here_and_elsewhere()
    {
        using var other = new AppVersion(_database, After);
        other.Read<AdoptedNote>().Should().HaveCount(Rows);
        await _adopting.Keys.ReencryptAsync();
        _database.Execute("UPDATE legacy SET \"Text\" = 'planted' WHERE \"Id\" = 1");

        FluentActions.Invoking(() => _adopting.Read<AdoptedNote>()).Should().Throw<PlaintextFoundException>();
        _database.Time.Advance(DataKeyRing.RefreshInterval);
        FluentActions.Invoking(() => other.Read<AdoptedNote>()).Should().Throw<PlaintextFoundException>();
        using var restarted = new AppVersion(_database, After);
        FluentActions.Invoking(() => restarted.Read<AdoptedNote>()).Should().Throw<PlaintextFoundException>();
    }

    [Test]
    public void After_the_deadline_plaintext_is_an_error()
    {
        _database.Time.SetUtcNow(Deadline.AddTicks(-1));
        DemandAll();

        _database.Time.SetUtcNow(Deadline);

        FluentActions.Invoking(() => _adopting.Read<AdoptedNote>()).Should().Throw<PlaintextFoundException>();
    }

    [Test]
    public async Task What_is_no_value_of_the_type_is_listed_and_left_alone_and_the_column_stays_open()
    {
        _database.Execute("UPDATE legacy SET \"Limit\" = 'many' WHERE \"Id\" = 4");

        var result = await _adopting.Keys.ReencryptAsync();

        result.Failures.Should().ContainSingle().Which.Should()
            .BeEquivalentTo(new { Column = "Limit", RowKey = "4", Code = "encryption.unreadable_format" });
        result.RemainingRows.Should().Be(1);
        _database.Scalar<string>("SELECT \"Limit\" FROM legacy WHERE \"Id\" = 4").Should().Be("many");
        _database.Scalar<int>("SELECT COUNT(*) FROM encryption_columns WHERE adopted_at IS NULL").Should().Be(1);
        _database.Execute("UPDATE legacy SET \"Limit\" = '6.0' WHERE \"Id\" = 4");
        (await _adopting.Keys.ReencryptAsync()).IsComplete.Should().BeTrue();
        DemandAll();
    }

    [Test]
    public async Task Values_that_are_equal_under_a_unique_index_are_listed_and_left_alone()
    {
        _database.Execute("CREATE UNIQUE INDEX ux_email ON legacy (\"EmailIndex\")");
        _database.Execute("UPDATE legacy SET \"Email\" = 'USER7@x.y' WHERE \"Id\" = 9");

        var result = await _adopting.Keys.ReencryptAsync();

        result.Failures.Should().ContainSingle().Which.Should()
            .BeEquivalentTo(new { Column = "Email", RowKey = "9", Code = "encryption.row_refused" });
        _database.Scalar<string>("SELECT \"Email\" FROM legacy WHERE \"Id\" = 9").Should().Be("USER7@x.y");
        _database.Scalar<int>("SELECT COUNT(*) FROM legacy WHERE \"EmailIndex\" IS NULL").Should().Be(1);
    }

    [Test]
    public void Without_a_date_plaintext_is_an_error_at_once()
    {
        using var strict = new AppVersion(_database, model => model.Entity<StrictNote>().ToTable("legacy"));

        FluentActions.Invoking(() => strict.Read<StrictNote>()).Should().Throw<PlaintextFoundException>();
    }

    [Test]
    public void A_date_of_another_form_is_refused()
    {
        using var wrong = new AppVersion(_database, model => model.Entity<WronglyDatedNote>().ToTable("legacy"));

        wrong.Invoking(version => version.Read<WronglyDatedNote>()).Should().Throw<EncryptionModelException>().WithMessage("*yyyy-MM-dd*");
    }

    private static void Before(ModelBuilder model)
    {
        model.Entity<PlainNote>().ToTable("legacy").Property(note => note.Id).ValueGeneratedNever();
        model.Entity<PlainNote>().Property(note => note.Kind).HasConversion<string>();
    }

    private static void After(ModelBuilder model) =>
        model.Entity<AdoptedNote>().ToTable("legacy").Property(note => note.Id).ValueGeneratedNever();

    private void DemandAll()
    {
        var notes = _adopting.Read<AdoptedNote>();
        notes.Should().HaveCount(Rows);
        foreach (var note in notes)
        {
            var i = note.Id;
            note.Text.Should().Be(i == 3 ? "" : $"text {i}");
            note.Limit.Should().Be(i * 1.5m);
            note.Kind.Should().Be((DayOfWeek)(i % 7));
            note.At.Should().Be(new DateTimeOffset(2025, 1, 1, 0, i, 0, TimeSpan.Zero));
            note.Raw.Should().Equal((byte)i, 2);
            note.Settings!["n"]!.GetValue<int>().Should().Be(i);
            note.Pin!.Reveal().Should().Be($"pin {i}");
            note.Reference.Should().Be(new Guid(i, 0, 0, new byte[8]));
            note.Enabled.Should().Be(i % 2 == 0);
        }
    }

    private sealed class PlainNote
    {
        public int Id { get; set; }

        public string? Text { get; set; }

        public decimal Limit { get; set; }

        public DayOfWeek Kind { get; set; }

        public DateTimeOffset At { get; set; }

        public byte[] Raw { get; set; } = [];

        public string? Settings { get; set; }

        public string Email { get; set; } = "";

        public string? Pin { get; set; }

        public Guid Reference { get; set; }

        public bool Enabled { get; set; }
    }

    private sealed class AdoptedNote
    {
        private const string Until = "2026-03-01";

        public int Id { get; set; }

        [Encrypted(AdoptPlaintextUntil = Until)]
        public string? Text { get; set; }

        [Encrypted(AdoptPlaintextUntil = Until)]
        public decimal Limit { get; set; }

        [Encrypted(AdoptPlaintextUntil = Until)]
        public DayOfWeek Kind { get; set; }

        [Encrypted(AdoptPlaintextUntil = Until)]
        public DateTimeOffset At { get; set; }

        [Encrypted(AdoptPlaintextUntil = Until)]
        public byte[] Raw { get; set; } = [];

        [Encrypted(AdoptPlaintextUntil = Until)]
        public JsonObject? Settings { get; set; }

        [Encrypted(AdoptPlaintextUntil = Until), BlindIndex(Normalizer = BlindIndexNormalizer.TrimLower)]
        public string Email { get; set; } = "";

        [Encrypted(AdoptPlaintextUntil = Until)]
        public Secret<string>? Pin { get => field?.For(Id); set; }

        [Encrypted(AdoptPlaintextUntil = Until)]
        public Guid Reference { get; set; }

        [Encrypted(AdoptPlaintextUntil = Until)]
        public bool Enabled { get; set; }
    }

    private sealed class StrictNote
    {
        public int Id { get; set; }

        [Encrypted]
        public string? Text { get; set; }
    }

    private sealed class WronglyDatedNote
    {
        public int Id { get; set; }

        [Encrypted(AdoptPlaintextUntil = "1.3.2026")]
        public string? Text { get; set; }
    }
}

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>
/// A column is known by its stable name; a version of the application that calls it otherwise is refused before it writes.
/// </summary>
[TestFixture]
internal sealed class ColumnRegisterTests
{
    private EncryptedDatabase _database = null!;
    private AppVersion _first = null!;

    [SetUp]
    public void Open()
    {
        _database = new EncryptedDatabase();
        _first = new AppVersion(_database, model => model.Entity<Note>().ToTable("notes"));
        _first.CreateTables();
    }

    [TearDown]
    public void Close()
    {
        _first.Dispose();
        _database.Dispose();
    }

    [Test]
    public async Task Columns_are_registered_by_name_with_a_known_value()
    {
        await _first.Keys.VerifyAsync();

        _database.Scalar<string>(
            "SELECT group_concat(context || '=' || table_name || '.' || column_name, ' ') FROM (SELECT * FROM encryption_columns ORDER BY "
            + "context)")
            .Should().Be("notes/Pin=notes.Pin notes/Text=notes.Text");
        var canary = _database.Scalar<byte[]>("SELECT canary FROM encryption_columns WHERE context = 'notes/Text'")!;
        FieldProtector.IsEncrypted(canary).Should().BeTrue();
        await _first.Keys.VerifyAsync();
    }

    [Test]
    public async Task A_renamed_table_with_values_is_refused_and_the_repair_named()
    {
        _first.Add(new Note { Text = "text", Pin = "1234" });
        _database.Execute("ALTER TABLE notes RENAME TO memos");
        using var renamed = new AppVersion(_database, model => model.Entity<Note>().ToTable("memos"));

        var refusal = (await renamed.Keys.Awaiting(keys => keys.VerifyAsync()).Should().ThrowAsync<RenamedColumnException>()).Which;

        (refusal.StableName, refusal.FormerName).Should().Be(("memos/Pin", "notes/Pin"));
        refusal.Message.Should().Contain("[Encrypted(StableName = \"notes/Pin\")]");
        FluentActions.Invoking(() => renamed.Add(new Note { Text = "second" }))
            .Should().Throw<EncryptionUpdateException>()
            .WithInnerException<RenamedColumnException>();
        _database.Scalar<int>("SELECT COUNT(*) FROM memos").Should().Be(1, "nothing was written");
        _database.Scalar<int>("SELECT COUNT(*) FROM encryption_columns").Should().Be(2);
    }

    [Test]
    public void A_renamed_table_is_refused_inside_a_transaction_too()
    {
        _first.Add(new Note { Text = "text" });
        _database.Execute("ALTER TABLE notes RENAME TO memos");
        using var renamed = new AppVersion(_database, model => model.Entity<Note>().ToTable("memos"));
        using var context = renamed.NewContext();
        using var transaction = context.Database.BeginTransaction();
        context.Add(new Note { Text = "second" });

        context.Invoking(c => c.SaveChanges()).Should().Throw<EncryptionUpdateException>().WithInnerException<RenamedColumnException>();
    }

    [Test]
    public async Task A_column_whose_first_row_alone_is_wrong_is_not_taken_for_renamed()
    {
        for (var i = 0; i < 4; i++)
            _first.Add(new Note { Text = $"text {i}" });
        _first.Add(new Note { Pin = "1" });
        _database.Execute("DELETE FROM encryption_columns WHERE context = 'notes/Text'");
        var other = new FieldProtector(_first.Ring).Encrypt("of another column", "notes/Other");
        _database.Execute("UPDATE notes SET \"Text\" = $v WHERE \"Id\" = (SELECT MIN(\"Id\") FROM notes)", ("$v", other));
        using var restarted = new AppVersion(_database, model => model.Entity<Note>().ToTable("notes"));

        await restarted.Keys.VerifyAsync();
    }

    [Test]
    public void Two_columns_of_one_name_are_refused()
    {
        using var colliding = new AppVersion(_database, model => model.Entity<CollidingNote>().ToTable("notes"));

        colliding.Invoking(version => version.Read<CollidingNote>())
            .Should().Throw<EncryptionModelException>()
            .WithMessage("*notes/Text*CollidingNote.*");
    }

    [Test]
    public async Task A_wrong_ring_is_named_as_such_by_the_first_save()
    {
        _first.Add(new Note { Text = "text" });
        using var ring = _database.NewRing(_database.OpenKeyRing("another ring"));
        await using var context = new ShapedContext(
            new DbContextOptionsBuilder<ShapedContext>().UseSqlite(_database.ConnectionString).UseEncryption(ring).Options,
            model => model.Entity<Note>().ToTable("notes"));
        context.Add(new Note { Text = "second" });

        (await context.Awaiting(c => c.SaveChangesAsync()).Should().ThrowAsync<EncryptionUpdateException>())
            .WithInnerException<KeyRingMismatchException>();
    }

    [Test]
    public void A_renamed_column_that_keeps_its_name_in_the_attribute_goes_on()
    {
        _first.Add(new Note { Text = "text" });
        _database.Execute("ALTER TABLE notes RENAME COLUMN \"Text\" TO \"Body\"");
        using var kept = new AppVersion(_database, model => model.Entity<KeptNote>().ToTable("notes"));

        kept.Add(new KeptNote { Body = "second" });

        kept.Read<KeptNote>().Select(note => note.Body).Should().BeEquivalentTo("text", "second");
        _database.Scalar<string>("SELECT column_name FROM encryption_columns WHERE context = 'notes/Text'").Should().Be("Body");
    }

    [Test]
    public async Task Values_of_a_previous_name_are_read_and_moved()
    {
        for (var i = 0; i < 30; i++)
            _first.Add(new Note { Text = $"text {i}", Pin = $"{i}" });
        _database.Execute("ALTER TABLE notes RENAME COLUMN \"Text\" TO \"Body\"");
        _database.Execute("ALTER TABLE notes RENAME COLUMN \"Pin\" TO \"Code\"");
        using var moving = new AppVersion(_database, model => model.Entity<MovingNote>().ToTable("notes"));
        moving.Add(new MovingNote { Body = "text 30", Code = "30" });
        moving.Read<MovingNote>().Should().OnlyContain(note => note.Body == "text " + note.Code!.Reveal());

        var plan = await moving.Keys.PlanReencryptionAsync();
        var result = await moving.Keys.ReencryptAsync();

        plan.Columns.Select(column => (column.Column, column.RenamedValues, column.CurrentValues)).Should()
            .BeEquivalentTo([("Body", 30L, 1L), ("Code", 30L, 1L)]);
        plan.ValuesToRewrite.Should().Be(60);
        result.RewrittenValues.Should().Be(60);
        result.IsComplete.Should().BeTrue();
        using var moved = new AppVersion(_database, model => model.Entity<MovedNote>().ToTable("notes"));
        moved.Read<MovedNote>().Should().HaveCount(31).And.OnlyContain(note => note.Body == "text " + note.Code!.Reveal());
    }

    [Test]
    public void Columns_that_changed_places_are_refused_when_they_are_read()
    {
        _first.Add(new Note { Text = "text", Pin = "1234" });
        _database.Execute("UPDATE notes SET \"Text\" = \"Pin\"");

        FluentActions.Invoking(() => _first.Read<Note>()).Should().Throw<UnreadableFormatException>();
    }

    [Test]
    public async Task A_new_column_without_values_is_registered_whatever_its_name()
    {
        await _first.Keys.VerifyAsync();
        _database.Execute("ALTER TABLE notes ADD COLUMN \"Body\" BLOB NULL");
        using var second = new AppVersion(_database, model => model.Entity<MovedNote>().ToTable("notes").Ignore(note => note.Code));

        await second.Keys.VerifyAsync();

        _database.Scalar<int>("SELECT COUNT(*) FROM encryption_columns").Should().Be(3);
    }

    [Test]
    public async Task A_known_value_that_no_longer_opens_is_refused()
    {
        _first.Add(new Note { Text = "text" });
        _database.Execute(
            "UPDATE encryption_columns SET canary = (SELECT canary FROM encryption_columns WHERE context = 'notes/Pin') WHERE context = "
            + "'notes/Text'");
        using var restarted = new AppVersion(_database, model => model.Entity<Note>().ToTable("notes"));

        (await restarted.Keys.Awaiting(keys => keys.VerifyAsync()).Should().ThrowAsync<EncryptionCanaryException>())
            .WithInnerException<FieldTamperedException>();
        FluentActions.Invoking(() => restarted.Add(new Note { Text = "second" })).Should().Throw<EncryptionUpdateException>();
        _database.Scalar<int>("SELECT COUNT(*) FROM notes").Should().Be(1);
    }

    [Test]
    public async Task Keys_restored_apart_from_the_data_are_refused()
    {
        _first.Add(new Note { Text = "text" });
        _database.Execute("DELETE FROM encryption_data_keys WHERE purpose = 'field'");
        using var restarted = new AppVersion(_database, model => model.Entity<Note>().ToTable("notes"));

        (await restarted.Keys.Awaiting(keys => keys.VerifyAsync()).Should().ThrowAsync<EncryptionCanaryException>())
            .WithInnerException<KeyUnknownException>();
    }

    [Test]
    public async Task The_known_value_of_a_column_moves_to_the_new_key_when_keys_are_rotated()
    {
        await _first.Keys.VerifyAsync();
        var former = (await _first.Keys.GetStatusAsync()).ActiveKey!.KeyId;
        await _first.Keys.RotateDataKeyAsync();
        _database.Time.Advance(DataKeyRing.RefreshInterval);
        await _first.Keys.RetireAsync(former);
        await _first.Keys.DestroyAsync(former);
        using var restarted = new AppVersion(_database, model => model.Entity<Note>().ToTable("notes"));

        await restarted.Keys.VerifyAsync();
    }

    [Test]
    public async Task The_known_value_of_a_column_does_not_open_in_a_cell()
    {
        _first.Add(new Note { Text = "text", Pin = "1234" });
        await _first.Keys.VerifyAsync();
        _database.Execute("UPDATE notes SET \"Text\" = (SELECT canary FROM encryption_columns WHERE context = 'notes/Text')");
        _database.Execute("UPDATE notes SET \"Pin\" = (SELECT canary FROM encryption_columns WHERE context = 'notes/Pin')");

        FluentActions.Invoking(() => _first.Read<Note>()).Should().Throw<UnreadableFormatException>();
        using var context = _first.NewContext();
        context.Set<Note>().Select(note => note.Pin!).Single().For(context.Set<Note>().Select(note => note.Id).Single())
            .Invoking(pin => pin.Reveal()).Should().Throw<FieldTamperedException>();
    }

    [Test]
    public async Task Versions_that_start_at_once_register_each_column_once()
    {
        var versions = Enumerable.Range(0, 6).Select(_ => new AppVersion(_database, model => model.Entity<Note>().ToTable("notes")))
            .ToList();

        await Task.WhenAll(versions.Select(version => Task.Run(() => version.Keys.VerifyAsync())));

        _database.Scalar<int>("SELECT COUNT(*) FROM encryption_columns").Should().Be(2);
        versions.ForEach(version => version.Dispose());
    }

    private sealed class Note
    {
        public Guid Id { get; set; } = Guid.CreateVersion7();

        [Encrypted]
        public string? Text { get; set; }

        [Encrypted]
        public Secret<string>? Pin { get => field?.For(Id); set; }
    }

    private sealed class CollidingNote
    {
        public Guid Id { get; set; }

        [Encrypted]
        public string? Text { get; set; }

        [Encrypted(StableName = "notes/Text")]
        public string? Body { get; set; }
    }

    private sealed class KeptNote
    {
        public Guid Id { get; set; } = Guid.CreateVersion7();

        [Encrypted(StableName = "notes/Text")]
        public string? Body { get; set; }
    }

    private sealed class MovingNote
    {
        public Guid Id { get; set; } = Guid.CreateVersion7();

        [Encrypted(PreviousNames = ["notes/Text"])]
        public string? Body { get; set; }

        [Encrypted(PreviousNames = ["notes/Pin"])]
        public Secret<string>? Code { get => field?.For(Id); set; }
    }

    private sealed class MovedNote
    {
        public Guid Id { get; set; } = Guid.CreateVersion7();

        [Encrypted]
        public string? Body { get; set; }

        [Encrypted]
        public Secret<string>? Code { get => field?.For(Id); set; }
    }
}

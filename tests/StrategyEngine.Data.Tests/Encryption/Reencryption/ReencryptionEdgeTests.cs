using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>Rows that re-encryption cannot treat like the others must neither stop nor mislead it.</summary>
[TestFixture]
internal sealed class ReencryptionEdgeTests
{
    private EncryptedDatabase _database = null!;

    [SetUp]
    public void Open() => _database = new EncryptedDatabase();

    [TearDown]
    public void Close() => _database.Dispose();

    [Test]
    public async Task A_key_that_another_tool_wrote_in_its_own_form_is_walked_once()
    {
        using var app = new AppVersion(_database, model => model.Entity<Note>().ToTable("notes"));
        app.CreateTables();
        app.Add(Enumerable.Range(0, 12).Select(i => (object)new Note { Text = $"text {i}", Pin = $"{i}" }).ToArray());
        _database.Execute("UPDATE notes SET \"Id\" = lower(\"Id\")");
        await app.Keys.RotateDataKeyAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        (await app.Keys.PlanReencryptionAsync(null, limit.Token)).Columns.Should().OnlyContain(column => column.OutdatedValues == 12);
        var result = await app.Keys.ReencryptAsync(new ReencryptionOptions { PageSize = 5 }, null, limit.Token);

        result.IsComplete.Should().BeTrue();
        result.RewrittenValues.Should().Be(24);
    }

    [Test]
    public async Task A_row_that_the_database_refuses_does_not_hold_the_others_up()
    {
        using var app = new AppVersion(_database, model => model.Entity<Note>().ToTable("notes"));
        app.CreateTables();
        app.Add(Enumerable.Range(0, 10).Select(i => (object)new Note { Text = $"text {i}" }).ToArray());
        var id = _database.Scalar<string>("SELECT MAX(\"Id\") FROM notes");
        _database.Execute(
            $"CREATE TRIGGER guard BEFORE UPDATE ON notes WHEN OLD.\"Id\" = '{id}' BEGIN SELECT RAISE(ABORT, 'not this one'); END");
        await app.Keys.RotateDataKeyAsync();

        var result = await app.Keys.ReencryptAsync();

        result.RewrittenValues.Should().Be(9);
        result.RemainingRows.Should().Be(1);
        result.Failures.Should().Contain(failure => failure.Code == "encryption.row_refused" && failure.Column == "Text");
    }

    [Test]
    public async Task Several_rows_that_the_database_refuses_are_listed_however_often_it_is_run()
    {
        using var app = new AppVersion(_database, model => model.Entity<Note>().ToTable("notes"));
        app.CreateTables();
        app.Add(Enumerable.Range(0, 10).Select(i => (object)new Note { Text = $"text {i}" }).ToArray());
        _database.Execute("CREATE TABLE fixed AS SELECT \"Id\" FROM notes LIMIT 3");
        _database.Execute(
            "CREATE TRIGGER guard BEFORE UPDATE ON notes WHEN OLD.\"Id\" IN (SELECT \"Id\" FROM fixed) BEGIN SELECT RAISE(ABORT, 'not "
            + "these'); END");
        await app.Keys.RotateDataKeyAsync();

        foreach (var rewritten in (long[])[7, 0])
        {
            var result = await app.Keys.ReencryptAsync();
            result.RewrittenValues.Should().Be(rewritten);
            result.RemainingRows.Should().Be(3);
            result.Failures.Should().HaveCount(3).And.OnlyContain(failure => failure.Code == "encryption.row_refused");
        }
    }

    [Test]
    public async Task More_failures_than_are_listed_keep_every_column_open_for_plaintext()
    {
        using var before = new AppVersion(_database, model => model.Entity<Pair>().ToTable("pairs"));
        before.CreateTables();
        before.Add(
            Enumerable.Range(0, 1_001)
                .Select(i => (object)new Pair { Id = new Guid(i, 1, 2, new byte[8]), First = "no number", Second = [1] }).ToArray());
        before.Add(new Pair { Id = new Guid(5_000, 1, 2, new byte[8]), First = "1", Second = [0xFE] });
        using var adopting = new AppVersion(_database, model => model.Entity<AdoptedPair>().ToTable("pairs"));

        var result = await adopting.Keys.ReencryptAsync();

        result.Failures.Should().HaveCount(1_000);
        _database.Scalar<int>("SELECT COUNT(*) FROM encryption_columns WHERE adopted_at IS NOT NULL").Should().Be(0);
    }

    [Test]
    public async Task A_database_that_refuses_everything_is_an_error_and_not_a_list()
    {
        using var app = new AppVersion(_database, model => model.Entity<Note>().ToTable("notes"));
        app.CreateTables();
        app.Add(Enumerable.Range(0, 10).Select(i => (object)new Note { Text = $"text {i}" }).ToArray());
        _database.Execute("CREATE TRIGGER guard BEFORE UPDATE ON notes BEGIN SELECT RAISE(ABORT, 'none'); END");
        await app.Keys.RotateDataKeyAsync();

        await app.Keys.Awaiting(keys => keys.ReencryptAsync()).Should().ThrowAsync<Microsoft.Data.Sqlite.SqliteException>();
    }

    [Test]
    public async Task Values_written_under_a_former_name_behind_the_walk_are_met_in_another_pass()
    {
        using var former = new AppVersion(_database, model => model.Entity<Note>().ToTable("notes"));
        former.CreateTables();
        former.Add(Enumerable.Range(0, 30).Select(i => (object)new Note { Text = $"text {i}" }).ToArray());
        using var moving = new AppVersion(_database, model => model.Entity<MovingNote>().ToTable("notes"));
        var added = false;
        var progress = new Synchronous(_ =>
        {
            if (added)
                return;
            added = true;
            former.Add(new Note { Id = Guid.Empty, Text = "behind" });
        });

        var result = await moving.Keys.ReencryptAsync(new ReencryptionOptions { PageSize = 10 }, progress);

        result.IsComplete.Should().BeTrue();
        (await moving.Keys.PlanReencryptionAsync()).ValuesToRewrite.Should().Be(0);
    }

    [Test]
    public async Task A_table_without_a_key_is_not_said_to_be_done()
    {
        using var app = new AppVersion(_database, model => model.Entity<Keyless>().ToTable("keyless").HasNoKey());
        app.CreateTables();
        _database.Execute("INSERT INTO keyless VALUES ($v)", ("$v", new FieldProtector(app.Ring).Encrypt("text", "keyless/Text")));
        await app.Keys.RotateDataKeyAsync();

        var result = await app.Keys.ReencryptAsync();

        result.IsComplete.Should().BeFalse();
        result.Failures.Should().ContainSingle().Which.Code.Should().Be("encryption.no_primary_key");
    }

    [Test]
    public async Task A_column_with_values_that_cannot_be_read_stays_open_for_plaintext()
    {
        using var before = new AppVersion(_database, model => model.Entity<Blob>().ToTable("blobs"));
        before.CreateTables();
        before.Add(new Blob { Data = [1, 2] }, new Blob { Data = [0xFE, 0xFF, 1] });
        using var adopting = new AppVersion(_database, model => model.Entity<AdoptedBlob>().ToTable("blobs"));

        var result = await adopting.Keys.ReencryptAsync();

        result.Failures.Should().ContainSingle().Which.Column.Should().Be("Data");
        _database.Scalar<int>("SELECT COUNT(*) FROM encryption_columns WHERE adopted_at IS NOT NULL").Should().Be(0);
    }

    [Test]
    public async Task An_interceptor_of_the_application_that_changes_or_adds_entities_keeps_index_and_secret_right()
    {
        using var app = new AppVersion(_database, model => model.Entity<Indexed>().ToTable("indexed"));
        app.CreateTables();
        var options = new DbContextOptionsBuilder<ShapedContext>().UseSqlite(_database.ConnectionString).UseEncryption(app.Ring)
            .AddInterceptors(new Meddler()).Options;
        await using (var context = new ShapedContext(options, model => model.Entity<Indexed>().ToTable("indexed")))
        {
            context.Add(new Indexed { Email = "max@x.y" });
            await context.SaveChangesAsync();
        }

        await using var reading = app.NewContext();
        (await reading.Set<Indexed>().CountAsync(row => row.Email == "may@x.y")).Should().Be(1);
        (await reading.Set<Indexed>().CountAsync(row => row.Email == "max@x.y")).Should().Be(0);
        (await reading.Set<Indexed>().SingleAsync(row => row.Email == "added@x.y")).Pin!.Reveal().Should().Be("added");
    }

    private sealed class Meddler : Microsoft.EntityFrameworkCore.Diagnostics.SaveChangesInterceptor
    {
        public override ValueTask<Microsoft.EntityFrameworkCore.Diagnostics.InterceptionResult<int>> SavingChangesAsync(
            Microsoft.EntityFrameworkCore.Diagnostics.DbContextEventData eventData,
            Microsoft.EntityFrameworkCore.Diagnostics.InterceptionResult<int> result,
            CancellationToken cancellationToken = default)
        {
            eventData.Context!.ChangeTracker.Entries<Indexed>().Single().Entity.Email = "may@x.y";
            eventData.Context.Add(new Indexed { Email = "added@x.y", Pin = "added" });
            return ValueTask.FromResult(result);
        }
    }

    private sealed class Note
    {
        public Guid Id { get; set; } = Guid.CreateVersion7();

        [Encrypted]
        public string? Text { get; set; }

        [Encrypted]
        public Secret<string>? Pin { get => field?.For(Id); set; }
    }

    private sealed class MovingNote
    {
        public Guid Id { get; set; } = Guid.CreateVersion7();

        [Encrypted(StableName = "notes/Body", PreviousNames = ["notes/Text"])]
        public string? Text { get; set; }
    }

    private sealed class Keyless
    {
        [Encrypted]
        public string? Text { get; set; }
    }

    private sealed class Blob
    {
        public Guid Id { get; set; } = Guid.CreateVersion7();

        public byte[] Data { get; set; } = [];
    }

    private sealed class AdoptedBlob
    {
        public Guid Id { get; set; } = Guid.CreateVersion7();

        [Encrypted(AdoptPlaintextUntil = "2026-03-01")]
        public byte[] Data { get; set; } = [];
    }

    private sealed class Pair
    {
        public Guid Id { get; set; } = Guid.CreateVersion7();

        public string First { get; set; } = "";

        public byte[] Second { get; set; } = [];
    }

    private sealed class AdoptedPair
    {
        public Guid Id { get; set; } = Guid.CreateVersion7();

        [Encrypted(AdoptPlaintextUntil = "2026-03-01")]
        public int First { get; set; }

        [Encrypted(AdoptPlaintextUntil = "2026-03-01")]
        public byte[] Second { get; set; } = [];
    }

    private sealed class Indexed
    {
        public Guid Id { get; set; } = Guid.CreateVersion7();

        [Encrypted, BlindIndex(Unique = true)]
        public string? Email { get; set; }

        [Encrypted]
        public Secret<string>? Pin { get => field?.For(Id); set; }
    }

    private sealed class Synchronous(Action<ReencryptionProgress> report) : IProgress<ReencryptionProgress>
    {
        public void Report(ReencryptionProgress value) => report(value);
    }
}

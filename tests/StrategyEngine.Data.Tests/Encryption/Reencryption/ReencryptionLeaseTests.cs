using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>One run at a time, at the pace it is given, over keys of any type.</summary>
[TestFixture]
internal sealed class ReencryptionLeaseTests
{
    private const int Rows = 60;

    private EncryptedDatabase _database = null!;
    private AppVersion _app = null!;

    [SetUp]
    public void Open()
    {
        _database = new EncryptedDatabase();
        _app = NewVersion();
        _app.CreateTables();
        _app.Add(
            Enumerable.Range(0, Rows).Select(i => (object)new Tagged { Tag = $"Tag {i % 10}'{i}é", Text = $"text {i}", Pin = $"pin {i}" })
                .ToArray());
    }

    [TearDown]
    public void Close()
    {
        _app.Dispose();
        _database.Dispose();
    }

    [Test]
    public async Task A_second_run_is_refused_while_the_first_is_at_work_and_told_by_whom()
    {
        using var other = NewVersion();
        await _app.Keys.RotateDataKeyAsync();
        ReencryptionBusyException? refusal = null;
        var progress = new Synchronous(_ => refusal ??= Capture(other));

        var result = await _app.Keys.ReencryptAsync(new ReencryptionOptions { PageSize = 20 }, progress);

        result.IsComplete.Should().BeTrue();
        refusal!.Owner.Should().Contain($"process {Environment.ProcessId}");
        refusal.Until.Should().Be(_database.Time.GetUtcNow() + TimeSpan.FromSeconds(60));
        (await other.Keys.ReencryptAsync()).IsComplete.Should().BeTrue("the lease was given back");
    }

    [Test]
    public async Task The_lease_of_a_killed_run_ends_by_itself_and_the_next_run_goes_on()
    {
        await _app.Keys.RotateDataKeyAsync();
        _database.Execute(
            "INSERT INTO encryption_leases (name, owner, lease_until) VALUES ('reencryption', 'another machine', $until)",
            ("$until",
                (_database.Time.GetUtcNow() + TimeSpan.FromSeconds(30))
                    .ToString("yyyy-MM-dd HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture)));

        (await _app.Keys.Awaiting(keys => keys.ReencryptAsync()).Should().ThrowAsync<ReencryptionBusyException>()).Which.Owner.Should()
            .Be("another machine");
        _database.Time.Advance(TimeSpan.FromSeconds(31));

        (await _app.Keys.ReencryptAsync()).RewrittenValues.Should().Be(2 * Rows);
    }

    [Test]
    public async Task A_run_that_lost_its_lease_commits_nothing_more()
    {
        await _app.Keys.RotateDataKeyAsync();
        var pages = 0;
        var progress = new Synchronous(_ =>
        {
            if (++pages == 1)
                _database.Execute("UPDATE encryption_leases SET owner = 'another run'");
        });

        (await _app.Keys.Awaiting(keys => keys.ReencryptAsync(new ReencryptionOptions { PageSize = 20 }, progress)).Should()
            .ThrowAsync<ReencryptionBusyException>())
            .Which.Owner.Should().Be("another run");

        pages.Should().Be(1);
        (await _app.Keys.GetStatusAsync()).OutdatedValues.Should().Be(2 * (Rows - 20));
        _database.Scalar<string>("SELECT owner FROM encryption_leases").Should()
            .Be("another run", "a lease is given back by its holder only");
    }

    [Test]
    public async Task Progress_tells_rate_and_remaining_time_and_a_throttled_run_keeps_its_pace()
    {
        await _app.Keys.RotateDataKeyAsync();
        var reports = new List<ReencryptionProgress>();
        var running = _app.Keys.ReencryptAsync(
            new ReencryptionOptions { PageSize = 10, MaxRowsPerSecond = 10 }, new Synchronous(reports.Add));
        while (!running.IsCompleted)
        {
            _database.Time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.WhenAny(running, Task.Delay(1));
        }

        (await running).IsComplete.Should().BeTrue();
        reports.Should().HaveCount(Rows / 10);
        reports[^1].Remaining.Should().Be(TimeSpan.Zero);
        reports[3].RowsPerSecond.Should().BeInRange(6, 14);
        reports[3].Remaining!.Value.TotalSeconds.Should().BeApproximately((Rows - 40) / reports[3].RowsPerSecond, 0.01);
        (_database.Time.GetUtcNow() - _database.Time.Start).TotalSeconds.Should().BeGreaterThan(Rows / 10.0 - 1);
    }

    [Test]
    public async Task Text_keys_of_any_script_are_walked_to_the_end()
    {
        await _app.Keys.RotateDataKeyAsync();

        (await _app.Keys.ReencryptAsync(new ReencryptionOptions { PageSize = 7 })).RewrittenValues.Should().Be(2 * Rows);

        _app.Read<Tagged>().Should().HaveCount(Rows).And.OnlyContain(row => row.Text!.Substring(5) == row.Pin!.Reveal().Substring(4));
    }

    [Test]
    public async Task A_dry_run_opens_everything_and_changes_nothing()
    {
        await _app.Keys.RotateDataKeyAsync();
        _app.Add(new Tagged { Tag = "new", Text = "text", Pin = "pin" });
        _database.Execute(
            "UPDATE tagged SET \"Pin\" = (SELECT \"Pin\" FROM tagged WHERE \"Tag\" = 'Tag 1''1é') WHERE \"Tag\" = 'Tag 2''2é'");
        var before = _database.Scalar<string>("SELECT group_concat(hex(\"Text\") || hex(\"Pin\")) FROM tagged");
        var reports = new List<ReencryptionProgress>();

        var plan = await _app.Keys.PlanReencryptionAsync(new Synchronous(reports.Add));

        var text = plan.Columns.Single(column => column.Column == "Text");
        var pin = plan.Columns.Single(column => column.Column == "Pin");
        (text.CurrentValues, text.OutdatedValues, text.UnreadableValues).Should().Be((1, Rows, 0));
        (pin.CurrentValues, pin.OutdatedValues, pin.UnreadableValues).Should().Be((1, Rows - 1, 1));
        plan.IsReadable.Should().BeFalse();
        plan.Failures.Should().ContainSingle().Which.Should().BeEquivalentTo(new { RowKey = "Tag 2'2é", Code = "encryption.tampered" });
        reports[^1].ScannedRows.Should().Be(Rows + 1);
        _database.Scalar<string>("SELECT group_concat(hex(\"Text\") || hex(\"Pin\")) FROM tagged").Should().Be(before);
    }

    [TestCase(0, null, 60)]
    [TestCase(10_001, null, 60)]
    [TestCase(500, 0, 60)]
    [TestCase(500, null, 0)]
    [TestCase(500, null, 3601)]
    public async Task An_option_out_of_its_range_is_refused(int pageSize, int? rowsPerSecond, int leaseSeconds) =>
        await _app.Keys.Awaiting(keys => keys.ReencryptAsync(new ReencryptionOptions
        {
            PageSize = pageSize,
            MaxRowsPerSecond = rowsPerSecond,
            LeaseDuration = TimeSpan.FromSeconds(leaseSeconds),
        })).Should().ThrowAsync<ArgumentOutOfRangeException>();

    private static ReencryptionBusyException? Capture(AppVersion other)
    {
        try
        {
            other.Keys.ReencryptAsync().GetAwaiter().GetResult();
            return null;
        }
        catch (ReencryptionBusyException refusal)
        {
            return refusal;
        }
    }

    private AppVersion NewVersion() => new(_database, model => model.Entity<Tagged>().ToTable("tagged").HasKey(row => row.Tag));

    private sealed class Tagged
    {
        public string Tag { get; set; } = "";

        [Encrypted]
        public string? Text { get; set; }

        [Encrypted]
        public Secret<string>? Pin { get => field?.For(Tag); set; }
    }

    private sealed class Synchronous(Action<ReencryptionProgress> report) : IProgress<ReencryptionProgress>
    {
        public void Report(ReencryptionProgress value) => report(value);
    }
}

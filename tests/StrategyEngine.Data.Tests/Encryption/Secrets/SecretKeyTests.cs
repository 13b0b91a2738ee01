using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>A secret opens under the key that the database gives back, not only under the one it was saved with.</summary>
[TestFixture]
internal sealed class SecretKeyTests
{
    private EncryptedDatabase _database = null!;

    [SetUp]
    public void Open() => _database = new EncryptedDatabase();

    [TearDown]
    public void Close() => _database.Dispose();

    [Test]
    public Task A_secret_opens_whatever_the_kind_of_its_time() => DemandAsync(
        new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), new DateTime(2026, 1, 2, 3, 4, 6, DateTimeKind.Local), new DateTime(1, 2, 3));

    [Test]
    public Task A_secret_opens_whatever_the_offset_of_its_instant() => DemandAsync(
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)), new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(-3)));

    [Test]
    public Task A_secret_opens_whatever_the_scale_of_its_number() => DemandAsync(
        0m, 1m, 1.50m, 100.00m, -2.250m, decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m,
        1.2345678901234567890123456000m);

    [Test]
    public async Task A_secret_opens_whatever_the_sign_of_zero()
    {
        await DemandAsync(-0.0f, 1.5f);
        await DemandAsync(-0.0, 1e300);
    }

    [Test]
    public Task A_secret_of_a_text_key_opens() => DemandAsync("", "a", "A", "é", "e\u0301", "\ud83d\ude80");

    [Test]
    public void A_key_that_reads_back_with_another_kind_opens_what_was_sealed()
    {
        var id = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        using var version = Version<DateTime>(model => model.Property(row => row.Id).HasConversion(
            time => time, time => DateTime.SpecifyKind(time, DateTimeKind.Utc)));
        version.Add(new Row<DateTime> { Id = id, Pin = "pin" });

        var read = version.Read<Row<DateTime>>().Single();

        read.Id.Kind.Should().Be(DateTimeKind.Utc);
        read.Pin!.Reveal().Should().Be("pin");
    }

    [Test]
    public void A_key_that_its_converter_changes_is_refused_before_it_is_saved()
    {
        using var version = Version<DateTimeOffset>(model => model.Property(row => row.Id).HasConversion(
            instant => instant.ToUnixTimeMilliseconds(), number => DateTimeOffset.FromUnixTimeMilliseconds(number)));

        DemandRefused(
            version, new Row<DateTimeOffset> { Id = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1), Pin = "pin" });
        version.Add(new Row<DateTimeOffset> { Id = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 6, TimeSpan.FromHours(1)), Pin = "pin" });
        version.Read<Row<DateTimeOffset>>().Single().Pin!.Reveal().Should().Be("pin");
    }

    [Test]
    public void A_text_key_that_its_converter_changes_is_refused_before_it_is_saved()
    {
        using var version = Version<string>(
            model => model.Property(row => row.Id).HasConversion(text => text.ToLowerInvariant(), text => text));

        DemandRefused(version, new Row<string> { Id = "ABC", Pin = "pin" });
        version.Add(new Row<string> { Id = "abc", Pin = "pin" }, new Row<string> { Id = "WITHOUT" });
        version.Read<Row<string>>().Single(row => row.Id == "abc").Pin!.Reveal().Should().Be("pin");
    }

    [Test]
    public void A_text_key_that_no_database_keeps_is_refused_before_it_is_saved()
    {
        using var version = Version<string>();

        DemandRefused(version, new Row<string> { Id = "\uD800x", Pin = "pin" });
    }

    private async Task DemandAsync<T>(params T[] keys)
        where T : notnull
    {
        _database.Execute("DROP TABLE IF EXISTS keyed");
        using var version = Version<T>();
        version.Add(keys.Select((key, i) => (object)new Row<T> { Id = key, Number = i, Pin = $"pin {i}" }).ToArray());
        await version.Keys.RotateDataKeyAsync();

        version.Read<Row<T>>().Should().HaveCount(keys.Length).And.OnlyContain(row => row.Pin!.Reveal() == $"pin {row.Number}");
        var result = await version.Keys.ReencryptAsync(new ReencryptionOptions { PageSize = 1 });
        result.IsComplete.Should().BeTrue();
        result.RewrittenValues.Should().Be(keys.Length);
        version.Read<Row<T>>().Should().OnlyContain(row => row.Pin!.Reveal() == $"pin {row.Number}");
    }

    private static void DemandRefused<T>(AppVersion version, Row<T> row)
        where T : notnull
    {
        version.Invoking(v => v.Add(row)).Should().Throw<EncryptionUpdateException>()
            .WithMessage("*normalise it before it is used*").WithInnerException<UnencodableValueException>();
        version.Read<Row<T>>().Should().BeEmpty();
    }

    private AppVersion Version<T>(Action<Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<Row<T>>>? shape = null)
        where T : notnull
    {
        var version = new AppVersion(_database, model =>
        {
            var row = model.Entity<Row<T>>();
            row.ToTable("keyed").Property(r => r.Id).ValueGeneratedNever();
            shape?.Invoke(row);
        });
        version.CreateTables();
        return version;
    }

    private sealed class Row<T>
        where T : notnull
    {
        public T Id { get; set; } = default!;

        public int Number { get; set; }

        [Encrypted]
        public Secret<string>? Pin { get => field?.For(Id); set; }
    }
}

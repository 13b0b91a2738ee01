using CsCheck;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>Padding hides the length of a value up to a multiple.</summary>
[TestFixture]
internal sealed class PaddingTests
{
    private const int PadTo = 32;

    private EncryptedDatabase _database = null!;
    private AppVersion _padded = null!;

    [SetUp]
    public void Open()
    {
        _database = new EncryptedDatabase();
        _padded = new AppVersion(_database, model => model.Entity<Padded>().ToTable("padded"));
        _padded.CreateTables();
    }

    [TearDown]
    public void Close()
    {
        _padded.Dispose();
        _database.Dispose();
    }

    [Test]
    public void Values_of_any_length_come_back_and_take_a_multiple_of_bytes()
    {
        Gen.String.Array[1, 60].Sample(
            texts =>
            {
                _database.Execute("DELETE FROM padded");
                var rows = texts.Select(text => new Padded { Text = text, Raw = [0, 0x80, 0, .. new byte[text.Length]] }).ToList();
                _padded.Add(rows.ToArray<object>());
                var stored = _padded.Read<Padded>().ToDictionary(row => row.Id);
                return rows.All(row => stored[row.Id].Text == row.Text && stored[row.Id].Raw!.SequenceEqual(row.Raw!))
                    && _database.Scalar<int>(
                        $"""
                        SELECT COUNT(*) FROM padded WHERE (length("Text") - 34) % {PadTo} <> 0 OR (length("Raw") - 34) % {PadTo} <> 0
                        """) == 0;
            },
            iter: 25,
            threads: 1);
    }

    [Test]
    public void Lengths_within_a_multiple_cannot_be_told_apart()
    {
        _padded.Add(Enumerable.Range(0, PadTo - 1).Select(length => (object)new Padded { Text = new string('x', length) }).ToArray());

        _database.Scalar<int>("SELECT COUNT(DISTINCT length(\"Text\")) FROM padded").Should().Be(1);
    }

    [Test]
    public void An_altered_padded_value_is_detected_at_every_byte()
    {
        _padded.Add(new Padded { Text = "text" });
        var stored = _database.Scalar<byte[]>("SELECT \"Text\" FROM padded")!;
        for (var i = 0; i < stored.Length; i++)
        {
            var altered = stored.ToArray();
            altered[i] ^= 1;
            _database.Execute("UPDATE padded SET \"Text\" = $v", ("$v", altered));
            FluentActions.Invoking(() => _padded.Read<Padded>()).Should().Throw<EncryptionException>($"byte {i} was altered");
        }
    }

    [Test]
    public async Task Values_stored_before_are_padded_by_re_encryption()
    {
        using var plain = new AppVersion(_database, model => model.Entity<NotPadded>().ToTable("padded"));
        plain.Add(new NotPadded { Text = "short" }, new NotPadded { Text = "a little longer" });
        _padded.Read<Padded>().Select(row => row.Text).Should().BeEquivalentTo("short", "a little longer");
        _database.Scalar<int>("SELECT COUNT(DISTINCT length(\"Text\")) FROM padded").Should().Be(2);

        await _padded.Keys.RotateDataKeyAsync();
        await _padded.Keys.ReencryptAsync();

        _database.Scalar<int>("SELECT COUNT(DISTINCT length(\"Text\")) FROM padded").Should().Be(1);
        _padded.Read<Padded>().Select(row => row.Text).Should().BeEquivalentTo("short", "a little longer");
        await plain.Keys.RotateDataKeyAsync();
        await plain.Keys.ReencryptAsync();
        _database.Scalar<int>("SELECT COUNT(DISTINCT length(\"Text\")) FROM padded").Should()
            .Be(2, "the padding goes when it is no longer asked for");
        plain.Read<NotPadded>().Select(row => row.Text).Should().BeEquivalentTo("short", "a little longer");
    }

    [Test]
    public void The_size_of_the_column_allows_for_the_padding()
    {
        using var context = _padded.NewContext();

        context.Model.FindEntityType(typeof(Padded))!.FindProperty(nameof(Padded.Raw))!.GetMaxLength().Should()
            .Be(18 + (4 * PadTo) + 16, "100 bytes, a type and an end fit four times");
    }

    [Test]
    public void Padding_of_a_type_of_fixed_length_or_out_of_range_is_refused()
    {
        using var scalar = new AppVersion(_database, model => model.Entity<PaddedNumber>().ToTable("padded"));
        using var huge = new AppVersion(_database, model => model.Entity<HugelyPadded>().ToTable("padded"));

        scalar.Invoking(version => version.Read<PaddedNumber>()).Should().Throw<EncryptionModelException>().WithMessage("*Int32*PadTo*");
        huge.Invoking(version => version.Read<HugelyPadded>()).Should().Throw<EncryptionModelException>().WithMessage("*4096*");
    }

    private sealed class Padded
    {
        public Guid Id { get; set; } = Guid.CreateVersion7();

        [Encrypted(PadTo = PadTo)]
        public string? Text { get; set; }

        [Encrypted(PadTo = PadTo), System.ComponentModel.DataAnnotations.MaxLength(100)]
        public byte[]? Raw { get; set; }
    }

    private sealed class NotPadded
    {
        public Guid Id { get; set; } = Guid.CreateVersion7();

        [Encrypted]
        public string? Text { get; set; }
    }

    private sealed class PaddedNumber
    {
        public Guid Id { get; set; }

        [Encrypted(PadTo = 8)]
        public int Number { get; set; }
    }

    private sealed class HugelyPadded
    {
        public Guid Id { get; set; }

        [Encrypted(PadTo = 5000)]
        public string? Text { get; set; }
    }
}

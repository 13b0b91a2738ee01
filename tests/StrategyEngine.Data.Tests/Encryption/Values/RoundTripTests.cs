using System.Text.Json.Nodes;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

[TestFixture]
internal sealed class RoundTripTests
{
    private EncryptedDatabase _database = null!;

    [SetUp]
    public void Open() => _database = new EncryptedDatabase();

    [TearDown]
    public void Close() => _database.Dispose();

    [Test]
    public void Every_type_reads_back_as_it_was_written()
    {
        var written = Filled();
        var read = SaveAndRead(written);

        read.Should().BeEquivalentTo(written, options => options
            .Excluding(row => row.SecretDecimal)
            .Excluding(row => row.SecretRecord)
            .Excluding(row => row.JsonObject)
            .Excluding(row => row.JsonNode));
        JsonNode.DeepEquals(read.JsonObject, written.JsonObject).Should().BeTrue();
        JsonNode.DeepEquals(read.JsonNode, written.JsonNode).Should().BeTrue();
        read.SecretDecimal!.Reveal().Should().Be(12.340m);
        read.SecretRecord!.Reveal().Should().BeEquivalentTo(new AllTypes.Settings("secret", 1));
        decimal.GetBits(read.Decimal).Should().Equal(decimal.GetBits(written.Decimal), "the scale is part of the value");
        read.DateTime.Kind.Should().Be(DateTimeKind.Utc);
        read.DateTimeOffset.Offset.Should().Be(TimeSpan.FromHours(-3.5));
    }

    [Test]
    public void Null_stays_null_in_the_column()
    {
        var read = SaveAndRead(new AllTypes());

        read.String.Should().BeNull();
        read.NullableDecimal.Should().BeNull();
        read.SecretDecimal.Should().BeNull();
        foreach (var property
            in typeof(AllTypes).GetProperties().Where(property => property.Name.StartsWith("Nullable", StringComparison.Ordinal)))
        {
            _database.Scalar<string>($"SELECT typeof(\"{property.Name}\") FROM \"AllTypes\"").Should().Be("null", property.Name);
        }
    }

    [Test]
    public void Every_column_is_binary_and_its_values_are_envelopes()
    {
        SaveAndRead(Filled());

        foreach (var property in typeof(AllTypes).GetProperties().Where(property => property.Name != "Id"))
        {
            _database.Scalar<string>($"SELECT typeof(\"{property.Name}\") FROM \"AllTypes\"").Should().Be("blob", property.Name);
            FieldProtector.IsEncrypted(_database.Scalar<byte[]>($"SELECT \"{property.Name}\" FROM \"AllTypes\"")).Should()
                .BeTrue(property.Name);
        }
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("\0")]
    [TestCase("naïve 価格 🚀")]
    [TestCase("\uD800")]
    [TestCase("a\uDC00\uD800b")]
    [TestCase("\uD83D\uDE80\uD83D")]
    public void A_string_reads_back_unchanged(string text) => SaveAndRead(new AllTypes { String = text }).String.Should().Be(text);

    [Test]
    public void Empty_bytes_read_back_empty() => SaveAndRead(new AllTypes { Bytes = [] }).Bytes.Should().BeEmpty().And.NotBeNull();

    [Test]
    public void A_long_value_reads_back_unchanged()
    {
        var text = string.Concat(Enumerable.Repeat("0123456789ä", 20_000));

        SaveAndRead(new AllTypes { String = text }).String.Should().Be(text);
    }

    [Test]
    public void Json_text_with_a_lone_surrogate_is_refused_rather_than_changed()
    {
        foreach (var row in (AllTypes[])
        [
            new() { JsonObject = new JsonObject { ["a"] = "\uD800" } },
            new() { JsonObject = new JsonObject { ["\uD800"] = 1 } },
            new() { Record = new AllTypes.Settings("\uD800", 1) },
            new() { List = ["\uD800"] },
        ])
        {
            using var context = _database.NewContext();
            var save = () =>
            {
                context.Add(row);
                context.SaveChanges();
            };

            // An object is already copied, and so refused, when it is added.
            var refusal = save.Should().Throw<Exception>().Which;
            (refusal as DbUpdateException)?.InnerException.Should().BeOfType<UnencodableValueException>();
            (refusal is DbUpdateException or UnencodableValueException).Should().BeTrue();
        }
    }

    [Test]
    public void Two_writes_of_one_value_differ()
    {
        using var context = _database.NewContext();
        context.AddRange(new Account { Note = "same" }, new Account { Note = "same" });
        context.SaveChanges();

        _database.Scalar<int>("SELECT COUNT(DISTINCT \"Note\") FROM accounts").Should().Be(2);
    }

    [Test]
    public void An_entity_that_did_not_change_is_not_written()
    {
        var id = Save(Filled());
        using var context = _database.NewContext();
        context.AllTypes.Find(id).Should().NotBeNull();

        context.ChangeTracker.HasChanges().Should().BeFalse();
        context.SaveChanges().Should().Be(0);
    }

    [Test]
    public void An_edit_inside_json_is_written()
    {
        var id = Save(Filled());
        using (var context = _database.NewContext())
        {
            var row = context.AllTypes.Single(row => row.Id == id);
            row.JsonObject!["added"] = 5;
            context.SaveChanges().Should().Be(1);
            row.Record!.Weights["z"] = 9;
            context.SaveChanges().Should().Be(1);
            row.List!.Add("three");
            context.SaveChanges().Should().Be(1);
            row.Bytes![0] ^= 1;
            context.SaveChanges().Should().Be(1);
        }

        var read = Read(id);
        read.JsonObject!["added"]!.GetValue<int>().Should().Be(5);
        read.Record!.Weights.Should().ContainKey("z");
        read.List.Should().EndWith("three");
        read.Bytes![0].Should().Be(0);
    }

    [Test]
    public void A_value_is_not_read_as_another_type()
    {
        var id = Save(new AllTypes { Int64 = 638_000_000_000_000_000, NullableTimeSpan = TimeSpan.FromTicks(1) });
        var protector = new FieldProtector(_database.Ring);
        _database.Execute("UPDATE \"AllTypes\" SET \"Int64\" = $v", ("$v", protector.Encrypt(TimeSpan.FromTicks(5), "AllTypes/Int64")));

        this.Invoking(test => test.Read(id)).Should().Throw<UnreadableFormatException>()
            .Which.Column.Should().Be("Int64");
    }

    private AllTypes SaveAndRead(AllTypes row) => Read(Save(row));

    private Guid Save(AllTypes row)
    {
        using var context = _database.NewContext();
        context.Add(row);
        context.SaveChanges();
        return row.Id;
    }

    private AllTypes Read(Guid id)
    {
        using var context = _database.NewContext();
        return context.AllTypes.AsNoTracking().Single(row => row.Id == id);
    }

    private static AllTypes Filled() => new()
    {
        String = "text",
        Bytes = [1, 2, 3],
        Boolean = true,
        SByte = sbyte.MinValue,
        Byte = byte.MaxValue,
        Int16 = short.MinValue,
        UInt16 = ushort.MaxValue,
        Int32 = int.MinValue,
        UInt32 = uint.MaxValue,
        Int64 = long.MinValue,
        UInt64 = ulong.MaxValue,
        Single = float.Epsilon,
        Double = double.NegativeInfinity,
        Decimal = -123.4500m,
        Char = '\uFFFE',
        Guid = Guid.CreateVersion7(),
        DateTime = new DateTime(2026, 2, 3, 4, 5, 6, 7, DateTimeKind.Utc),
        DateTimeOffset = new DateTimeOffset(2026, 2, 3, 4, 5, 6, 7, TimeSpan.FromHours(-3.5)),
        DateOnly = DateOnly.MaxValue,
        TimeOnly = TimeOnly.MaxValue,
        TimeSpan = TimeSpan.MinValue,
        Enum = DayOfWeek.Saturday,
        WideEnum = AllTypes.Wide.Large,
        NullableBoolean = false,
        NullableSByte = 1,
        NullableByte = 2,
        NullableInt16 = 3,
        NullableUInt16 = 4,
        NullableInt32 = 5,
        NullableUInt32 = 6,
        NullableInt64 = 7,
        NullableUInt64 = 8,
        NullableSingle = 9.5f,
        NullableDouble = double.NaN,
        NullableDecimal = decimal.MaxValue,
        NullableChar = 'x',
        NullableGuid = Guid.Empty,
        NullableDateTime = DateTime.MaxValue,
        NullableDateTimeOffset = DateTimeOffset.MinValue,
        NullableDateOnly = DateOnly.MinValue,
        NullableTimeOnly = TimeOnly.MinValue,
        NullableTimeSpan = TimeSpan.Zero,
        NullableEnum = DayOfWeek.Monday,
        JsonObject = new JsonObject { ["a"] = 1.50m, ["b"] = new JsonArray(1, "x", null) },
        JsonNode = new JsonArray(1, 2),
        Record = new AllTypes.Settings("name", 2.50m) { Weights = { ["x"] = double.NaN } },
        List = ["one", "two"],
        SecretDecimal = 12.340m,
        SecretRecord = new AllTypes.Settings("secret", 1),
    };
}

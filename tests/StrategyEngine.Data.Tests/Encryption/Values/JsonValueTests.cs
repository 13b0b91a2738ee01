using System.Collections.Concurrent;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>Records and classes inside an encrypted value come back as they were, or are refused without showing what they hold.</summary>
[TestFixture]
internal sealed class JsonValueTests
{
    private const string Hidden = "XX99 TOP SECRET";

    private EncryptedDatabase _database = null!;
    private AppVersion _version = null!;

    [SetUp]
    public void Open()
    {
        _database = new EncryptedDatabase();
        _version = new AppVersion(_database, model => model.Entity<Holder>().ToTable("holders"));
        _version.CreateTables();
    }

    [TearDown]
    public void Close()
    {
        _version.Dispose();
        _database.Dispose();
    }

    [Test]
    public void What_a_constructor_refuses_while_reading_is_unreadable_and_not_quoted()
    {
        _version.Add(new Holder { Checked = new CheckedText("ok") });
        var stored = new FieldProtector(_version.Ring).Encrypt(new LooseText(Hidden), "holders/Checked");
        _database.Execute("UPDATE holders SET \"Checked\" = $v", ("$v", stored));

        var refusal = _version.Invoking(version => version.Read<Holder>()).Should().Throw<UnreadableFormatException>().Which;

        refusal.ToString().Should().NotContain(Hidden).And.Contain(nameof(ArgumentException));
    }

    [Test]
    public void What_a_getter_or_constructor_throws_while_saving_is_typed_and_not_quoted()
    {
        foreach (var row in (Holder[])
        [
            new() { Throwing = new ThrowingText { Text = Hidden } },
            new() { Checked = CheckedText.Unchecked(Hidden) },
        ])
        {
            var refusal = Refusal(row);
            refusal.Should().BeOfType<UnencodableValueException>();
            refusal.ToString().Should().NotContain(Hidden);
        }
    }

    [Test]
    public void A_document_that_is_too_deep_is_refused_with_its_location()
    {
        var document = new JsonObject();
        for (var i = 0; i < 70; i++)
            document = new JsonObject { ["a"] = document };

        Refusal(new Holder { Document = document }).Should().BeOfType<UnencodableValueException>();
    }

    [Test]
    public void Tuples_and_fields_read_back()
    {
        _version.Add(new Holder { Pair = ("a", 7), Fielded = new Fielded { Number = 3 } });

        var read = _version.Read<Holder>().Single();
        read.Pair.Should().Be(("a", 7));
        read.Fielded!.Number.Should().Be(3);
    }

    [Test]
    public void What_would_lose_a_part_is_refused()
    {
        Refusal(new Holder { Big = BigInteger.Pow(10, 30) }).Should().BeOfType<UnencodableValueException>();
        Refusal(new Holder { Money = Money.Of(42.5m) }).Should().BeOfType<UnencodableValueException>();
        Refusal(new Holder { Stack = new Stack<int>([1, 2, 3]) }).Should().BeOfType<UnencodableValueException>();
        Refusal(new Holder { Contact = new Phone { Name = "n", Number = "123" } }).Should().BeOfType<UnencodableValueException>()
            .Which.Message.Should().Contain("[JsonDerivedType]").And.NotContain("123");
        _version.Read<Holder>().Should().BeEmpty();
    }

    [Test]
    public void A_secret_that_would_lose_a_part_is_refused() =>
        Refusal(new Holder { SecretContact = new Phone { Name = "n", Number = "123" } }).Should().BeOfType<UnencodableValueException>();

    [Test]
    public void Named_derived_types_read_back_and_others_are_refused()
    {
        _version.Add(new Holder { Shape = new Circle { Radius = 2 } });

        _version.Read<Holder>().Single().Shape.Should().BeOfType<Circle>().Which.Radius.Should().Be(2);
        Refusal(new Holder { Shape = new Square { Side = 2 } }).Should().BeOfType<UnencodableValueException>();
    }

    [Test]
    public void Collections_behind_interfaces_and_dictionaries_of_any_order_read_back()
    {
        var counts = new ConcurrentDictionary<string, int>(concurrencyLevel: 1, capacity: 2);
        for (var i = 0; i < 500; i++)
            counts[$"key {i}"] = i;
        _version.Add(new Holder { Numbers = new[] { 1, 2 }, Counts = counts });

        var read = _version.Read<Holder>().Single();
        read.Numbers.Should().Equal(1, 2);
        read.Counts.Should().BeEquivalentTo(counts);
    }

    /// <summary>What refuses a row: when it is added and so copied, or when it is saved.</summary>
    private Exception Refusal(Holder row)
    {
        var refusal = _version.Invoking(version => version.Add(row)).Should().Throw<Exception>().Which;
        return refusal is EncryptionException ? refusal : refusal.Should().BeAssignableTo<DbUpdateException>().Which.InnerException!;
    }

    private sealed class Holder
    {
        public Guid Id { get; set; } = Guid.CreateVersion7();

        [Encrypted]
        public CheckedText? Checked { get; set; }

        [Encrypted]
        public ThrowingText? Throwing { get; set; }

        [Encrypted]
        public JsonObject? Document { get; set; }

        [Encrypted]
        public (string Text, int Number)? Pair { get; set; }

        [Encrypted]
        public Fielded? Fielded { get; set; }

        [Encrypted]
        public BigInteger? Big { get; set; }

        [Encrypted]
        public Money? Money { get; set; }

        [Encrypted]
        public Stack<int>? Stack { get; set; }

        [Encrypted]
        public Contact? Contact { get; set; }

        [Encrypted]
        public Secret<Contact>? SecretContact { get => field?.For(Id); set; }

        [Encrypted]
        public Shape? Shape { get; set; }

        [Encrypted]
        public IReadOnlyList<int>? Numbers { get; set; }

        [Encrypted]
        public ConcurrentDictionary<string, int>? Counts { get; set; }
    }

    private sealed record LooseText(string Text);

    private sealed class CheckedText
    {
        private CheckedText()
        {
        }

        [JsonConstructor]
        public CheckedText(string text) => Text = text == Hidden ? throw new ArgumentException($"'{text}' is not allowed") : text;

        public string Text { get; private init; } = "";

        public static CheckedText Unchecked(string text) => new() { Text = text };
    }

    private sealed class ThrowingText
    {
        public string Text { private get; set; } = "";

        public string Shown => throw new InvalidOperationException(Text);
    }

    private sealed class Fielded
    {
        public int Number;
    }

    private sealed class Money
    {
        public decimal Amount { get; private set; }

        public static Money Of(decimal amount) => new() { Amount = amount };
    }

    private class Contact
    {
        public string? Name { get; set; }
    }

    private sealed class Phone : Contact
    {
        public string? Number { get; set; }
    }

    [JsonDerivedType(typeof(Circle), "circle")]
    private abstract class Shape;

    private sealed class Circle : Shape
    {
        public int Radius { get; set; }
    }

    private sealed class Square : Shape
    {
        public int Side { get; set; }
    }
}

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

[TestFixture]
internal sealed class TamperingTests
{
    private EncryptedDatabase _database = null!;
    private Account _account = null!;

    [SetUp]
    public void Open()
    {
        _database = new EncryptedDatabase();
        _account = new Account { Name = "a", Note = "note of a", Remark = "remark of a", ApiSecret = "secret of a" };
        using var context = _database.NewContext();
        context.AddRange(_account, new Account { Name = "b", Note = "note of b", Remark = "remark of b", ApiSecret = "secret of b" });
        context.SaveChanges();
    }

    [TearDown]
    public void Close() => _database.Dispose();

    [Test]
    public void Every_flipped_bit_of_an_envelope_gives_a_typed_error()
    {
        var protector = new FieldProtector(_database.Ring);
        var envelope = protector.Encrypt("a value", "accounts/note");
        for (var i = 0; i < envelope.Length; i++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var flipped = (byte[])envelope.Clone();
                flipped[i] ^= (byte)(1 << bit);
                protector.Invoking(p => p.Decrypt<string>(flipped, "accounts/note")).Should()
                    .Throw<EncryptionException>($"bit {bit} of byte {i} is flipped");
            }
        }

        protector.Decrypt<string>(envelope, "accounts/note").Should().Be("a value");
    }

    [Test]
    public void Every_truncation_and_extension_gives_a_typed_error()
    {
        var protector = new FieldProtector(_database.Ring);
        var envelope = protector.Encrypt("a value", "accounts/note");
        for (var length = 0; length < envelope.Length; length++)
            protector.Invoking(p => p.Decrypt<string>(envelope.AsSpan(0, length), "accounts/note")).Should().Throw<EncryptionException>();

        protector.Invoking(p => p.Decrypt<string>([.. envelope, 0], "accounts/note")).Should().Throw<FieldTamperedException>();
    }

    [TestCase(0, typeof(PlaintextFoundException))]
    [TestCase(1, typeof(UnreadableFormatException))]
    [TestCase(2, typeof(KeyUnknownException))]
    [TestCase(6, typeof(FieldTamperedException))]
    [TestCase(18, typeof(FieldTamperedException))]
    public void What_was_altered_decides_the_type_of_the_error(int position, Type expected)
    {
        var envelope = _database.Scalar<byte[]>("SELECT \"Note\" FROM accounts WHERE \"Name\" = 'a'")!;
        envelope[position] ^= 0x21;
        _database.Execute("UPDATE accounts SET \"Note\" = $v WHERE \"Name\" = 'a'", ("$v", envelope));

        var error = this.Invoking(test => test.Read("a")).Should().Throw<EncryptionException>().Which;

        error.Should().BeOfType(expected);
        (error.Table, error.Column).Should().Be(("accounts", "Note"));
        error.Message.Should().NotContain("note of a");
    }

    [Test]
    public void Plaintext_in_an_encrypted_column_is_an_error()
    {
        _database.Execute("UPDATE accounts SET \"Note\" = 'plain' WHERE \"Name\" = 'a'");

        this.Invoking(test => test.Read("a"))
            .Should().Throw<PlaintextFoundException>().Which.Code.Should()
            .Be("encryption.plaintext_found");
    }

    [Test]
    public void A_cell_moved_to_another_column_is_detected()
    {
        _database.Execute("UPDATE accounts SET \"Note\" = \"Remark\"");

        this.Invoking(test => test.Read("a")).Should().Throw<FieldTamperedException>().Which.Code.Should().Be("encryption.tampered");
    }

    [Test]
    public void A_secret_moved_to_another_row_is_detected()
    {
        _database.Execute("UPDATE accounts SET api_secret = (SELECT api_secret FROM accounts WHERE \"Name\" = 'b') WHERE \"Name\" = 'a'");

        var error = Read("a").ApiSecret!.Invoking(secret => secret.Reveal()).Should().Throw<FieldTamperedException>().Which;

        (error.Table, error.Column).Should().Be(("accounts", "api_secret"));
        Read("b").ApiSecret!.Reveal().Should().Be("secret of b");
    }

    [Test]
    public void A_value_that_is_not_bound_to_a_row_does_not_pass_for_a_secret()
    {
        var unbound = new FieldProtector(_database.Ring).Encrypt("forged", "accounts/api_secret");
        _database.Execute("UPDATE accounts SET api_secret = $v", ("$v", unbound));

        Read("a").ApiSecret!.Invoking(secret => secret.Reveal()).Should().Throw<UnreadableFormatException>();
    }

    [Test]
    public void A_bulk_tool_can_write_a_secret_through_the_protector()
    {
        var envelope = new FieldProtector(_database.Ring).Encrypt("from bulk", "accounts/api_secret", _account.Id);
        _database.Execute("UPDATE accounts SET api_secret = $v WHERE \"Name\" = 'a'", ("$v", envelope));

        Read("a").ApiSecret!.Reveal().Should().Be("from bulk");
    }

    [Test]
    public void An_altered_data_key_is_told_from_a_wrong_key_ring()
    {
        var wrapped = _database.Scalar<byte[]>("SELECT wrapped FROM encryption_data_keys WHERE purpose = 'field'")!;
        wrapped[^1] ^= 1;
        _database.Execute("UPDATE encryption_data_keys SET wrapped = $v WHERE purpose = 'field'", ("$v", wrapped));
        using (var context = _database.NewContext(_database.NewRing()))
            context.Accounts.Invoking(accounts => accounts.ToList()).Should().Throw<DataKeyTamperedException>();

        wrapped[^1] ^= 1;
        _database.Execute("UPDATE encryption_data_keys SET wrapped = $v WHERE purpose = 'field'", ("$v", wrapped));
        using (var context = _database.NewContext(_database.NewRing(_database.OpenKeyRing("another ring"))))
            context.Accounts.Invoking(accounts => accounts.ToList()).Should().Throw<KeyRingMismatchException>();
    }

    [Test]
    public void A_wrong_key_ring_says_which_of_its_keys_is_needed()
    {
        var (protection, manager) = _database.OpenKeyRing("another ring");
        using var ring = new DataKeyRing(protection, () => _database.NewContext(null), _database.Time, manager);
        using var context = _database.NewContext(ring);

        var error = context.Accounts.Invoking(accounts => accounts.ToList()).Should().Throw<KeyRingMismatchException>().Which;

        error.KekId.Should().Be(_database.KekManager.GetAllKeys().Single().KeyId);
        error.Message.Should().Contain(error.KekId.ToString());
    }

    [Test]
    public void A_data_key_moved_to_the_row_of_another_is_detected()
    {
        _database.Execute(
            "UPDATE encryption_data_keys SET wrapped = (SELECT wrapped FROM encryption_data_keys WHERE purpose = 'blind_index') WHERE "
            + "purpose = 'field'");
        using var context = _database.NewContext(_database.NewRing());

        context.Accounts.Invoking(accounts => accounts.ToList()).Should().Throw<DataKeyTamperedException>();
    }

    [Test]
    public void The_data_keys_are_not_in_the_database_in_the_clear()
    {
        var material = _database.Ring.ActiveFieldKey().Material(_database.Ring.Wrapper, FieldLocation.None).Copy();
        var file = File.ReadAllBytes(Path.Combine(_database.Folder, "data.db"));

        file.AsSpan().IndexOf(material).Should().Be(-1);
        file.AsSpan().IndexOf(_database.Ring.ActiveFieldKey().Wrapped).Should().BeGreaterThan(0, "the search finds what is there");
    }

    private Account Read(string name)
    {
        using var context = _database.NewContext();
        return context.Accounts.AsNoTracking().Single(account => account.Name == name);
    }
}

using System.Diagnostics;
using System.Text;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Sessions.Passwords;

namespace StrategyEngine.Data.Tests.Sessions.Passwords;

public sealed class PasswordHasherTests
{
    private static readonly Argon2Parameters Cheap = new(64, 1, 1);

    [Test]
    public async Task Argon2id_gives_the_tag_of_RFC_9106()
    {
        var vector = AuthVectors.Get("rfc9106_section5");
        var common = vector.GetProperty("common");

        var tag = await Argon2idFunction.ComputeAsync(
            Bytes("password_hex"), Bytes("salt_hex"), new Argon2Parameters(32, 3, 4), 32, Bytes("secret_hex"), Bytes("ad_hex"));

        Convert.ToHexStringLower(tag).Should().Be(vector.GetProperty("argon2id_5.3").GetString());

        byte[] Bytes(string name) => Convert.FromHexString(common.GetProperty(name).GetString()!);
    }

    [Test]
    public async Task Hashes_of_the_reference_implementation_verify()
    {
        var hasher = Hasher();
        var vectors = AuthVectors.Get("phc_argon2id_reference").EnumerateArray().ToList();

        vectors.Should().HaveCount(8);
        foreach (var vector in vectors)
        {
            var password = vector.GetProperty("password").GetString()!;
            var encoded = vector.GetProperty("encoded").GetString()!;

            (await hasher.VerifyAsync(password, encoded, default)).Should().Be(PasswordVerification.RightNeedsRehash, encoded);
            (await hasher.VerifyAsync(password + "x", encoded, default)).Should().Be(PasswordVerification.Wrong, encoded);
        }
    }

    [Test]
    public async Task The_example_of_the_PHC_specification_is_computed()
    {
        var vector = AuthVectors.Get("phc_spec_pepper_example");
        var hash = PhcString.TryParse(vector.GetProperty("encoded").GetString())!;

        var tag = await Argon2idFunction.ComputeAsync(
            Encoding.ASCII.GetBytes(vector.GetProperty("password").GetString()!), hash.Salt, hash.Parameters, hash.Tag.Length,
            secret: Encoding.ASCII.GetBytes(vector.GetProperty("secret_ascii").GetString()!));

        tag.Should().Equal(hash.Tag);
    }

    [Test]
    public async Task Bcrypt_hashes_verify_and_ask_to_be_replaced()
    {
        var hasher = Hasher();
        foreach (var vector in AuthVectors.Get("bcrypt_legacy").EnumerateArray())
        {
            var (password, hash) = (vector.GetProperty("password").GetString()!, vector.GetProperty("hash").GetString()!);

            // An empty password is refused, also where the published hash is of one.
            (await hasher.VerifyAsync(password, hash, default)).Should().Be(
                password.Length == 0 ? PasswordVerification.Wrong : PasswordVerification.RightNeedsRehash, hash);
            (await hasher.VerifyAsync(password + "x", hash, default)).Should().Be(PasswordVerification.Wrong, hash);
            (await hasher.VerifyAsync(password, hash.Replace("$2a$", "$2x$", StringComparison.Ordinal), default)).Should()
                .Be(PasswordVerification.Wrong);
            (await hasher.VerifyAsync(password, hash.Replace("$06$", "$15$", StringComparison.Ordinal), default)).Should()
                .Be(PasswordVerification.Wrong);
        }
    }

    [Test]
    public async Task Bcrypt_reads_72_bytes_of_a_long_password()
    {
        var hash = BCrypt.Net.BCrypt.HashPassword(new string('p', 72), 4);

        (await Hasher().VerifyAsync(new string('p', 100), hash, default)).Should().Be(PasswordVerification.RightNeedsRehash);
        (await Hasher().VerifyAsync(new string('p', 71), hash, default)).Should().Be(PasswordVerification.Wrong);
    }

    [TestCase("correct horse")]
    [TestCase("nul \0 inside")]
    [TestCase("four bytes \U0001F511\U0001F511")]
    [TestCase(" spaces ")]
    public async Task A_password_verifies_against_its_own_hash_only(string password)
    {
        var hasher = Hasher();

        var hash = await hasher.HashAsync(password, default);
        var again = await hasher.HashAsync(password, default);

        again.Should().NotBe(hash);
        (await hasher.VerifyAsync(password, hash, default)).Should().Be(PasswordVerification.Right);
        (await hasher.VerifyAsync(password[..^1], hash, default)).Should().Be(PasswordVerification.Wrong);
        (await hasher.VerifyAsync(password + "\0", hash, default)).Should().Be(PasswordVerification.Wrong);
    }

    [Test]
    public async Task A_hash_made_at_other_costs_asks_to_be_replaced()
    {
        var hash = await Hasher().HashAsync("a password", default);

        (await Hasher(Cheap with { Iterations = 2 }).VerifyAsync("a password", hash, default)).Should()
            .Be(PasswordVerification.RightNeedsRehash);
    }

    [TestCase(null)]
    [TestCase("not a hash")]
    [TestCase("$argon2id$v=19$m=2147483648,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    public async Task Without_a_readable_hash_a_password_is_wrong_and_costs_one(string? stored)
    {
        // Four passes over 64 MiB cannot be confused with nothing at all.
        var hasher = Hasher(new Argon2Parameters(65536, 4, 1));
        var clock = Stopwatch.StartNew();

        (await hasher.VerifyAsync("a password", stored, default)).Should().Be(PasswordVerification.Wrong);

        clock.ElapsedMilliseconds.Should().BeGreaterThan(40);
    }

    [Test]
    public async Task Impossible_passwords_are_wrong_and_cannot_be_hashed()
    {
        var hasher = Hasher();
        var hash = await hasher.HashAsync("\uFFFD", default);

        foreach (var password in new[] { "", new string('p', 1025), new string('\u20AC', 400), "\uD800", new string('p', 1_000_000) })
        {
            (await hasher.VerifyAsync(password, hash, default)).Should().Be(PasswordVerification.Wrong);
            await hasher.Awaiting(h => h.HashAsync(password, default)).Should().ThrowAsync<ArgumentException>();
        }
    }

    [Test]
    public async Task Beyond_the_queue_passwords_are_not_compared()
    {
        var gate = new HashGate(1, 1 << 20, queueLimit: 1);
        var hasher = new PasswordHasher(Cheap, gate);
        (await gate.TryEnterAsync(1, default)).Should().BeTrue();

        var waiting = hasher.VerifyAsync("one", null, default);
        (await hasher.VerifyAsync("two", null, default)).Should().Be(PasswordVerification.Throttled);
        (await hasher.HashAsync("three", default)).Should().BeNull();
        waiting.IsCompleted.Should().BeFalse();

        gate.Leave(1);
        (await waiting).Should().Be(PasswordVerification.Wrong);
        gate.Running.Should().Be(0);
    }

    private static PasswordHasher Hasher(Argon2Parameters? parameters = null) =>
        new(parameters ?? Cheap, new HashGate(2, 1 << 20, 100));
}

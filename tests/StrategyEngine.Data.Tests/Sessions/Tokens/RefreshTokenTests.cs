using CsCheck;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Sessions.Tokens;

namespace StrategyEngine.Data.Tests.Sessions.Tokens;

public sealed class RefreshTokenTests
{
    private static readonly RefreshKey Key = new(1, Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
    private static readonly RefreshKey OtherKey = new(1, new byte[32]);
    private static readonly Guid Session = new("0198c0de-0000-7000-8000-000000000001");
    private static readonly byte[] Salt = Enumerable.Range(100, 32).Select(i => (byte)i).ToArray();

    [Test]
    public void A_token_reads_back_as_it_was_written() =>
        Gen.Select(Gen.Guid, Gen.UInt, Gen.Byte.Array[32]).Sample((session, generation, secret) =>
        {
            var token = new RefreshToken(session, generation, secret);
            var text = token.Encode(Key);
            var read = RefreshToken.TryParse(text, Key)!;
            return text.Length == 98 && text.StartsWith("sert1_", StringComparison.Ordinal)
                && read.SessionId == session && read.Generation == generation && read.Hash().AsSpan().SequenceEqual(token.Hash());
        });

    [Test]
    public void Every_other_spelling_of_a_token_is_rejected()
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/= .\n\0é";
        var text = RefreshToken.First(Session).Encode(Key);
        RefreshToken.TryParse(text, Key).Should().NotBeNull();

        for (var i = 0; i < text.Length; i++)
        {
            foreach (var replacement in alphabet.Where(c => c != text[i]))
            {
                RefreshToken.TryParse(text[..i] + replacement + text[(i + 1)..], Key).Should().BeNull();
            }

            RefreshToken.TryParse(text.Remove(i, 1), Key).Should().BeNull();
            RefreshToken.TryParse(text.Insert(i, "A"), Key).Should().BeNull();
        }
    }

    [Test]
    public void What_is_not_a_token_is_rejected()
    {
        var text = RefreshToken.First(Session).Encode(Key);
        foreach (var garbage in new[]
        {
            null, "", "sert1_", "sert1_" + new string('=', 92), " " + text, text + "=", "Bearer " + text, new string('A', 98),
            new string('A', 300_000)
        })
        {
            RefreshToken.TryParse(garbage, Key).Should().BeNull();
        }
    }

    [Test]
    public void A_token_made_with_another_key_is_rejected()
    {
        var text = RefreshToken.First(Session).Encode(OtherKey);

        RefreshToken.TryParse(text, Key).Should().BeNull();
    }

    [Test]
    public void A_token_that_names_another_key_is_rejected_even_if_its_tag_is_right()
    {
        var second = new RefreshKey(2, Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
        var text = RefreshToken.First(Session).Encode(second);

        RefreshToken.TryParse(text, second).Should().NotBeNull();
        RefreshToken.TryParse(text, Key).Should().BeNull();
    }

    [Test]
    public void The_successor_is_the_same_wherever_it_is_derived()
    {
        var token = new RefreshToken(Session, 7, Enumerable.Repeat((byte)9, 32).ToArray());
        var elsewhere = RefreshToken.TryParse(token.Encode(Key), Key)!;
        var sameKey = new RefreshKey(1, Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());

        var successor = token.Successor(Key, Salt);

        successor.Generation.Should().Be(8);
        elsewhere.Successor(sameKey, Salt).Encode(sameKey).Should().Be(successor.Encode(Key));
    }

    [Test]
    public void The_successor_depends_on_session_generation_salt_secret_and_key()
    {
        var secret = Enumerable.Repeat((byte)9, 32).ToArray();
        var otherSalt = (byte[])Salt.Clone();
        otherSalt[31] ^= 1;
        var otherSecret = (byte[])secret.Clone();
        otherSecret[0] ^= 1;
        var hashes = new[]
        {
            new RefreshToken(Session, 7, secret).Successor(Key, Salt),
            new RefreshToken(Guid.Empty, 7, secret).Successor(Key, Salt),
            new RefreshToken(Session, 8, secret).Successor(Key, Salt),
            new RefreshToken(Session, 7, secret).Successor(Key, otherSalt),
            new RefreshToken(Session, 7, otherSecret).Successor(Key, Salt),
            new RefreshToken(Session, 7, secret).Successor(OtherKey, Salt),
        }.Select(token => Convert.ToHexString(token.Hash()));

        hashes.Should().OnlyHaveUniqueItems();
    }

    [Test]
    public void The_format_and_the_derivation_do_not_change()
    {
        // Computed independently, in Python, from the description of the format.
        var token = new RefreshToken(Session, 7, Enumerable.Repeat((byte)9, 32).ToArray());

        token.Encode(Key).Should().Be("sert1_AQGYwN4AAHAAgAAAAAAAAAEAAAAHCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkaxHAej527MvhzCuf3pG7P");
        token.Successor(Key, Salt)
            .Encode(Key)
            .Should().Be("sert1_AQGYwN4AAHAAgAAAAAAAAAEAAAAI-FBgBgaANqojI-j2M-P1zaCTsjdihW81jYg99YhFlI53iFtVLCPYAepGjkRPODh2");
    }

    [Test]
    public void A_token_does_not_print_itself() => RefreshToken.First(Session).ToString().Should().Be("refresh token");
}

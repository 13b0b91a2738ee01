using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Sessions.Passwords;

namespace StrategyEngine.Data.Tests.Sessions.Passwords;

public sealed class PhcStringTests
{
    private const string Salt = "c29tZXNhbHQ";
    private const string Tag = "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    private const string Good = "$argon2id$v=19$m=65536,t=2,p=1$" + Salt + "$" + Tag;

    [Test]
    public void A_hash_is_written_as_it_was_read()
    {
        var hash = PhcString.TryParse(Good);

        hash.Should().NotBeNull();
        hash!.Parameters.Should().Be(new Argon2Parameters(65536, 2, 1));
        hash.ToString().Should().Be(Good);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("argon2id$v=19$m=65536,t=2,p=1$" + Salt + "$" + Tag, TestName = "without the first dollar")]
    [TestCase("$argon2i$v=19$m=65536,t=2,p=1$" + Salt + "$" + Tag, TestName = "argon2i")]
    [TestCase("$argon2id$v=16$m=65536,t=2,p=1$" + Salt + "$" + Tag, TestName = "version 16")]
    [TestCase("$argon2id$m=65536,t=2,p=1$" + Salt + "$" + Tag, TestName = "no version")]
    [TestCase("$argon2id$v=19$t=2,m=65536,p=1$" + Salt + "$" + Tag, TestName = "parameters in another order")]
    [TestCase("$argon2id$v=19$m=65536,m=65536,t=2,p=1$" + Salt + "$" + Tag, TestName = "a parameter twice")]
    [TestCase("$argon2id$v=19$m=65536,t=2$" + Salt + "$" + Tag, TestName = "a parameter missing")]
    [TestCase("$argon2id$v=19$m=65536,t=2,p=1,x=1$" + Salt + "$" + Tag, TestName = "a parameter too many")]
    [TestCase("$argon2id$v=19$m=+65536,t=2,p=1$" + Salt + "$" + Tag, TestName = "a sign")]
    [TestCase("$argon2id$v=19$m=065536,t=2,p=1$" + Salt + "$" + Tag, TestName = "a leading zero")]
    [TestCase("$argon2id$v=19$m=2147483648,t=2,p=1$" + Salt + "$" + Tag, TestName = "two tebibytes of memory")]
    [TestCase("$argon2id$v=19$m=1048577,t=2,p=1$" + Salt + "$" + Tag, TestName = "more than a gibibyte")]
    [TestCase("$argon2id$v=19$m=65536,t=17,p=1$" + Salt + "$" + Tag, TestName = "too many passes")]
    [TestCase("$argon2id$v=19$m=65536,t=2,p=17$" + Salt + "$" + Tag, TestName = "too many lanes")]
    [TestCase("$argon2id$v=19$m=65536,t=0,p=1$" + Salt + "$" + Tag, TestName = "no pass")]
    [TestCase("$argon2id$v=19$m=7,t=2,p=1$" + Salt + "$" + Tag, TestName = "less than 8 KiB a lane")]
    [TestCase("$argon2id$v=19$m=65536,t=2,p=1$$" + Tag, TestName = "an empty salt")]
    [TestCase("$argon2id$v=19$m=65536,t=2,p=1$c2FsdA$" + Tag, TestName = "a salt of 4 bytes")]
    [TestCase("$argon2id$v=19$m=65536,t=2,p=1$" + Salt + "=$" + Tag, TestName = "padding")]
    [TestCase("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHR$" + Tag, TestName = "unused bits that are set")]
    [TestCase("$argon2id$v=19$m=65536,t=2,p=1$c29t ZXNhbHQ$" + Tag, TestName = "white space")]
    [TestCase("$argon2id$v=19$m=65536,t=2,p=1$" + Salt + "$", TestName = "an empty tag")]
    [TestCase("$argon2id$v=19$m=65536,t=2,p=1$" + Salt + "$CTFhFdXP", TestName = "a tag of 6 bytes")]
    [TestCase(Good + "$", TestName = "a part too many")]
    [TestCase(Good + "\n", TestName = "a line end")]
    public void Anything_else_is_not_a_hash(string? text) => PhcString.TryParse(text).Should().BeNull();

    [Test]
    public void A_long_text_is_not_a_hash() => PhcString.TryParse(Good + new string('A', 300_000)).Should().BeNull();
}

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Sessions;
using StrategyEngine.Data.Sessions.Passwords;

namespace StrategyEngine.Data.Tests.Sessions.Passwords;

public sealed class PasswordPolicyTests
{
    [TestCase("harbor lantern 9 quilt", null)]
    [TestCase("ohne großbuchstaben und ziffern", null)]
    [TestCase("\u65E5\u672C\u8A9E\u306E\u5408\u8A00\u8449\u3068\u7570\u306A\u308B\u6587\u5B57\u5217\u3067\u3059", null)]
    [TestCase("fourteen chars", PasswordFault.TooShort)]
    [TestCase("\U0001F511\U0001F512\U0001F513\U0001F514\U0001F515\U0001F516\U0001F517\U0001F518", PasswordFault.TooShort)]
    [TestCase("", PasswordFault.TooShort)]
    [TestCase("password123456789", PasswordFault.TooCommon)]
    [TestCase("P4$$w0rdP@ssword1", PasswordFault.TooCommon)]
    [TestCase("aaaaaaaaaaaaaaaaaaaa", PasswordFault.TooCommon)]
    [TestCase("abcdefghijklmnopqrst", PasswordFault.TooCommon)]
    [TestCase("qwertyuiopasdfghjkl", PasswordFault.TooCommon)]
    [TestCase("correct horse battery staple", PasswordFault.TooCommon)]
    [TestCase("acmetrade-acmetrade-1", PasswordFault.TooCommon)]
    [TestCase("zbigniew.kowalczyk", PasswordFault.ContainsContext)]
    [TestCase("StrategyEngine!!1", PasswordFault.ContainsContext)]
    public void A_password_is_judged_by_length_and_by_what_guessers_try(string password, PasswordFault? fault)
    {
        var policy = new PasswordPolicy(new AccountOptions { DeniedPasswordWords = { "AcmeTrade" } });

        policy.Check(password, "zbigniew", "zbigniew.kowalczyk@example.com").Should().Be(fault);
    }

    [Test]
    public void A_password_is_valid_Unicode() =>
        new PasswordPolicy(new AccountOptions()).Check("a lone surrogate \uD83D here").Should().Be(PasswordFault.NotUnicode);

    [Test]
    public void A_password_has_at_most_1024_bytes()
    {
        var policy = new PasswordPolicy(new AccountOptions());

        policy.Check("harbor lantern 9 quilt" + new string('x', 1002)).Should().BeNull();
        policy.Check("harbor lantern 9 quilt" + new string('x', 1003)).Should().Be(PasswordFault.TooLong);
        policy.Check("harbor lantern 9 quilt" + new string('\u20AC', 340)).Should().Be(PasswordFault.TooLong);
        policy.Check(new string('x', 1_000_000)).Should().Be(PasswordFault.TooLong);
    }
}

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Sessions;
using StrategyEngine.Data.Sessions.Passwords;

namespace StrategyEngine.Data.Tests.Sessions.Passwords;

public sealed class CommonPasswordsTests
{
    [Test]
    public void The_list_of_common_passwords_is_complete()
    {
        CommonPasswords.Count.Should().Be(12_000);
        foreach (var known in new[] { "123456", "password", "qwerty", "iloveyou", "trustno1" })
            CommonPasswords.LengthAt(known, 0).Should().BeGreaterThanOrEqualTo(known.Length);
        CommonPasswords.LengthAt("permission is hereby granted", 0).Should().Be(0, "the licence is no password");
    }

    [Test]
    public void The_longest_common_password_at_a_position_is_found()
    {
        CommonPasswords.LengthAt("xxpassword1xx", 2).Should().Be("password1".Length);
        CommonPasswords.LengthAt("xx", 2).Should().Be(0);
    }

    // OWASP ASVS 5.0, 6.2.4: the most common that the shortest allowed length lets through, and the patterns that are in no such list.
    [TestCase("football1")]
    [TestCase("Superman")]
    [TestCase("iloveyou2")]
    [TestCase("87654321")]
    [TestCase("00000000")]
    [TestCase("12341234")]
    [TestCase("aaaaaaaa")]
    [TestCase("abcdefgh")]
    [TestCase("10101010")]
    [TestCase("qwertzuiop")]
    public void Common_passwords_and_trivial_patterns_are_refused_at_the_shortest_length(string password) =>
        new PasswordPolicy(new AccountOptions { MinPasswordLength = 8 }).Check(password, "ada", "ada@example.com").Should()
            .Be(PasswordFault.TooCommon);

    [Test]
    public void Of_all_common_passwords_none_of_eight_characters_and_more_is_accepted()
    {
        var policy = new PasswordPolicy(new AccountOptions { MinPasswordLength = 8 });
        using var stream = typeof(CommonPasswords).Assembly.GetManifestResourceStream(
            "StrategyEngine.Data.Sessions.Passwords.common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        var passwords = reader.ReadToEnd().Split('\n').Where(line => line.Length >= 8 && !line.StartsWith('#')).ToList();

        passwords.Should().HaveCountGreaterThan(3_000);
        passwords.Where(password => policy.Check(password, "ada", "ada@example.com") is null).Should().BeEmpty();
    }
}

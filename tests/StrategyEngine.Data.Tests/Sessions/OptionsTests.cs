using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Tests.Sessions;

public sealed class OptionsTests
{
    [Test]
    public void The_defaults_are_those_of_the_documentation()
    {
        var options = new SessionOptions();

        options.AbsoluteLifetime.Should().Be(TimeSpan.FromHours(24));
        options.IdleTimeout.Should().Be(TimeSpan.FromHours(2));
        options.RememberedAbsoluteLifetime.Should().Be(TimeSpan.FromDays(30));
        options.RememberedIdleTimeout.Should().Be(TimeSpan.FromDays(7));
        options.MaxSessionsPerUser.Should().Be(5);
        options.AccessTokenLifetime.Should().Be(TimeSpan.FromMinutes(15));
        options.RefreshGracePeriod.Should().Be(TimeSpan.FromSeconds(30));
    }

    [Test]
    public void All_failures_are_reported_together_with_name_value_and_range()
    {
        var options = new SessionOptions
        {
            Issuer = "has space",
            AccessTokenLifetime = TimeSpan.FromDays(1),
            MaxSessionsPerUser = 0,
            IdleTimeout = TimeSpan.FromHours(25),
            SigningAlgorithm = (SigningAlgorithm)9,
        };

        var failures = OptionRanges.Find(options);

        failures.Should().HaveCount(5);
        failures.Should().Contain("SessionOptions.AccessTokenLifetime is 1.00:00:00; set it between 00:01:00 and 01:00:00.");
        failures.Should().Contain("SessionOptions.MaxSessionsPerUser is 0; set it between 1 and 1000.");
        failures.Should()
            .Contain(text => text.StartsWith("SessionOptions.IdleTimeout is 1.01:00:00, longer than SessionOptions.AbsoluteLifetime"));
    }

    [Test]
    public void Argon2_cannot_be_set_below_its_floor() =>
        OptionRanges.Find(new AccountOptions { Argon2MemoryKiB = 19_455 })
            .Should().Equal("AccountOptions.Argon2MemoryKiB is 19455; set it between 19456 and 1048576.");
}

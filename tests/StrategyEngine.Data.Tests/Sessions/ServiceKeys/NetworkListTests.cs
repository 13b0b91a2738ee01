using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Sessions.ServiceKeys;

namespace StrategyEngine.Data.Tests.Sessions.ServiceKeys;

public sealed class NetworkListTests
{
    [TestCase("203.0.113.7", "203.0.113.7/32")]
    [TestCase("203.0.113.0/24", "203.0.113.0/24")]
    [TestCase("0.0.0.0/0", "0.0.0.0/0")]
    [TestCase("2001:DB8::/32", "2001:db8::/32")]
    [TestCase("::1", "::1/128")]
    [TestCase("::ffff:203.0.113.7", "203.0.113.7/32")]
    [TestCase("203.0.113.7/24", null)]
    [TestCase("203.0.113.0/33", null)]
    [TestCase("203.0.113.0/-1", null)]
    [TestCase("203.0.113.0/", null)]
    [TestCase("/24", null)]
    [TestCase("203.0.113", null)]
    [TestCase("0x7f.1", null)]
    [TestCase("anywhere", null)]
    [TestCase("", null)]
    [TestCase(null, null)]
    public void A_network_is_an_address_or_a_prefix_without_other_bits(string? text, string? kept) =>
    NetworkList.TryJoin([text!], 1000).Should().Be(kept);

    [Test]
    public void An_empty_list_holds_everything_and_a_list_only_what_is_in_it()
    {
        NetworkList.Contains("", null).Should().BeTrue();
        NetworkList.Contains("203.0.113.0/24 2001:db8::/32", "203.0.113.255").Should().BeTrue();
        NetworkList.Contains("203.0.113.0/24 2001:db8::/32", "::ffff:203.0.113.1").Should().BeTrue();
        NetworkList.Contains("203.0.113.0/24 2001:db8::/32", "203.0.114.0").Should().BeFalse();
        NetworkList.Contains("203.0.113.0/24", null).Should().BeFalse();
        NetworkList.Contains("203.0.113.0/24", "nonsense").Should().BeFalse();
        NetworkList.TryJoin(Enumerable.Repeat("2001:db8::/32", 100).ToList(), 1000).Should().BeNull("that is too long");
    }
}

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Tests.Sessions;

public sealed class ClientFingerprintTests
{
    [TestCase("203.0.113.7", "203.0.113.200", ClientChange.None)]
    [TestCase("203.0.113.7", "::ffff:203.0.113.8", ClientChange.None)]
    [TestCase("203.0.113.7", "203.0.112.7", ClientChange.Network)]
    [TestCase("2001:db8:1:2::1", "2001:db8:1:ffff::9", ClientChange.None)]
    [TestCase("2001:db8:1::1", "2001:db8:2::1", ClientChange.Network)]
    [TestCase("203.0.113.7", "2001:db8::1", ClientChange.Network)]
    [TestCase("203.0.113.7", null, ClientChange.None)]
    [TestCase(null, "203.0.113.7", ClientChange.None)]
    [TestCase("nonsense", "203.0.113.7", ClientChange.None)]
    public void Networks_are_compared_where_both_are_known(string? one, string? other, ClientChange change) =>
        ClientFingerprint.Of(new ClientInfo(one)).ChangeTo(ClientFingerprint.Of(new ClientInfo(other))).Should().Be(change);

    [TestCase("Browser/1.0", "Browser/1.0", ClientChange.None)]
    [TestCase("Browser/1.0", "Browser/1.1", ClientChange.UserAgent)]
    [TestCase("Browser/1.0", null, ClientChange.None)]
    [TestCase("Browser/1.0\r\n", "Browser/1.0", ClientChange.None)]
    public void User_agents_are_compared_as_they_are_stored(string? one, string? other, ClientChange change) =>
        ClientFingerprint.Of(new ClientInfo(UserAgent: one))
            .ChangeTo(ClientFingerprint.Of(new ClientInfo(UserAgent: other)))
            .Should().Be(change);
}

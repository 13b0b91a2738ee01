using System.Security.Cryptography;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Sessions.Throttling;
using StrategyEngine.Data.Sessions.Tokens;

namespace StrategyEngine.Data.Tests.Sessions.Throttling;

public sealed class KnownDeviceTests
{
    private static readonly MacKey Key = new(RandomNumberGenerator.GetBytes(32));
    private static readonly Guid User = Guid.Parse("0198c0de-0000-7000-8000-000000000001");
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000);
    private static readonly KnownDevice Device = new(Guid.Parse("0198c0de-0000-7000-8000-000000000002"), User, 3, Now.AddDays(1));

    [Test]
    public void A_device_reads_back_as_it_was_written()
    {
        var token = Device.Issue(Key);

        token.ExpiresAt.Should().Be(Now.AddDays(1));
        token.Reveal().Should().MatchRegex("^sedv1_[A-Za-z0-9_-]{80}$");
        KnownDevice.Find(token.Reveal(), User, 3, Key, Now).Should().Be(Device);
    }

    [Test]
    public void It_is_known_with_its_key_to_its_user_and_in_its_time_only()
    {
        var token = Device.Issue(Key).Reveal();

        KnownDevice.Find(token, User, 3, new MacKey(RandomNumberGenerator.GetBytes(32)), Now).Should().BeNull();
        KnownDevice.Find(token, Guid.Empty, 3, Key, Now).Should().BeNull();
        KnownDevice.Find(token, null, 3, Key, Now).Should().BeNull();
        KnownDevice.Find(token, User, 3, Key, Now.AddDays(1)).Should().BeNull();
        KnownDevice.Find(token, User, 4, Key, Now).Should().BeNull("the password or the second factor changed since");
    }

    [Test]
    public void Every_other_spelling_is_no_device()
    {
        var token = Device.Issue(Key).Reveal();
        for (var i = 0; i < token.Length; i++)
        {
            foreach (var c in "AQgw09-_+/= \n\0é".Where(c => c != token[i]))
                KnownDevice.Find(token[..i] + c + token[(i + 1)..], User, 3, Key, Now).Should().BeNull("of {0} at {1}", (int)c, i);
            KnownDevice.Find(token.Remove(i, 1), User, 3, Key, Now).Should().BeNull();
        }

        foreach (var other in new[]
        {
            null, "", "sedv1_", token + "=", token.Replace("sedv1_", "se2f1_", StringComparison.Ordinal), new string('A', 300_000)
        })
        {
            KnownDevice.Find(other, User, 3, Key, Now).Should().BeNull();
        }
    }
}

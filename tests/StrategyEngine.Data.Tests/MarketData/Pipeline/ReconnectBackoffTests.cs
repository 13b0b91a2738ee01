using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;

namespace StrategyEngine.Data.Tests.MarketData;

public sealed class ReconnectBackoffTests
{
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(30);

    [Test]
    public void The_bound_doubles_up_to_the_limit()
    {
        var backoff = new ReconnectBackoff(TimeSpan.FromSeconds(0.5), Max, () => 1);

        Enumerable.Range(0, 9).Select(_ => backoff.Next(TimeSpan.Zero).TotalSeconds).Should().Equal(0.5, 1, 2, 4, 8, 16, 30, 30, 30);
    }

    [Test]
    public void The_wait_is_drawn_below_the_bound()
    {
        var backoff = new ReconnectBackoff(TimeSpan.FromSeconds(8), Max, () => 0.25);

        backoff.Next(TimeSpan.Zero).Should().Be(TimeSpan.FromSeconds(2));
    }

    [Test]
    public void Only_a_connection_that_lasted_starts_over()
    {
        var backoff = new ReconnectBackoff(TimeSpan.FromSeconds(1), Max, () => 1);
        backoff.Next(TimeSpan.Zero);
        backoff.Next(TimeSpan.Zero);

        backoff.Next(TimeSpan.FromSeconds(3)).Should().Be(TimeSpan.FromSeconds(4));
        backoff.Next(TimeSpan.FromMinutes(3)).Should().Be(TimeSpan.FromSeconds(1));
    }
}

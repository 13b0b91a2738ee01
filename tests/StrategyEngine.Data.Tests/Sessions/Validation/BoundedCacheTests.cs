using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Tests.Sessions;

public sealed class BoundedCacheTests
{
    [Test]
    public void A_million_keys_leave_no_more_than_the_capacity()
    {
        var cache = new BoundedCache<int, object>(10_000);
        for (var i = 0; i < 1_000_000; i++)
            cache.Set(i, cache, (value, _) => value);

        Enumerable.Range(0, 1_000_000).Count(key => cache.TryGet(key, out _)).Should().BeLessThanOrEqualTo(10_000).And.BeGreaterThan(1_000);
        cache.TryGet(999_999, out _).Should().BeTrue("what is young is kept");
    }

    [Test]
    public void An_entry_that_is_used_is_not_evicted()
    {
        var cache = new BoundedCache<int, string>(100);
        cache.Set(-1, "used", (value, _) => value);
        for (var i = 0; i < 10_000; i++)
        {
            cache.Set(i, "other", (value, _) => value);
            cache.TryGet(-1, out var kept).Should().BeTrue();
            kept.Should().Be("used");
        }
    }

    [Test]
    public void Without_capacity_nothing_is_kept()
    {
        var cache = new BoundedCache<int, string>(0);
        cache.Set(1, "one", (value, _) => value);

        cache.TryGet(1, out _).Should().BeFalse();
    }
}

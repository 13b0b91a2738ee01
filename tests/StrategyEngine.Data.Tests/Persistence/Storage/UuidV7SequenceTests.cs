using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Tests.Persistence;

public sealed class UuidV7SequenceTests
{
    private const long Now = 0x017F22E279B0; // the instant of RFC 9562 appendix A.6

    [Test]
    public void An_id_carries_its_instant_version_and_variant()
    {
        var id = new UuidV7Sequence().Next(Now);

        id.ToString().Should().StartWith("017f22e2-79b0-7");
        id.Version.Should().Be(7);
        (id.Variant >> 2).Should().Be(0b10);
    }

    [Test]
    public void Ids_sort_in_the_order_of_their_making_within_a_millisecond_beyond_the_counter_and_when_the_clock_steps_back()
    {
        var generator = new UuidV7Sequence();
        var ids = new List<Guid>();
        for (var i = 0; i < 10_000; i++)
            ids.Add(generator.Next(i < 9_000 ? Now : Now - 5));

        ids.Select(id => id.ToString()).Should().BeInAscendingOrder(StringComparer.Ordinal).And.OnlyHaveUniqueItems();
    }

    [Test]
    public void Ids_made_by_many_threads_are_unique()
    {
        var generator = new UuidV7Sequence();

        ParallelEnumerable.Range(0, 20_000).Select(_ => generator.Next(Now)).ToHashSet().Should().HaveCount(20_000);
    }
}

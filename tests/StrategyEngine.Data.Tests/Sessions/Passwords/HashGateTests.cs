using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Sessions.Passwords;

namespace StrategyEngine.Data.Tests.Sessions.Passwords;

public sealed class HashGateTests
{
    [Test]
    public async Task Memory_is_never_exceeded_but_by_one_that_runs_alone()
    {
        var gate = new HashGate(concurrency: 8, memoryBudgetKiB: 100, queueLimit: 1000);
        int running = 0, memory = 0, worst = 0, most = 0;

        await Task.WhenAll(Enumerable.Range(0, 400).Select(async i =>
        {
            var cost = i % 50 == 0 ? 500 : 10 + (i % 60);
            (await gate.TryEnterAsync(cost, default)).Should().BeTrue();
            var now = Interlocked.Add(ref memory, cost);
            var count = Interlocked.Increment(ref running);
            if (cost <= 100 || count > 1)
            {
                InterlockedMax(ref worst, now);
            }

            InterlockedMax(ref most, count);
            await Task.Yield();
            Interlocked.Add(ref memory, -cost);
            Interlocked.Decrement(ref running);
            gate.Leave(cost);
        }));

        worst.Should().BeLessThanOrEqualTo(100);
        most.Should().BeInRange(2, 8);
        gate.Running.Should().Be(0);
    }

    [Test]
    public async Task Who_gives_up_waiting_makes_room_for_those_behind()
    {
        var gate = new HashGate(2, 100, 10);
        (await gate.TryEnterAsync(60, default)).Should().BeTrue();
        using var cancellation = new CancellationTokenSource();
        var large = gate.TryEnterAsync(90, cancellation.Token);
        var small = gate.TryEnterAsync(40, default);
        small.IsCompleted.Should().BeFalse("places are given in order");

        await cancellation.CancelAsync();

        (await small).Should().BeTrue();
        await large.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        gate.Running.Should().Be(2);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; value > seen; seen = target)
        {
            if (Interlocked.CompareExchange(ref target, value, seen) == seen)
            {
                return;
            }
        }
    }
}

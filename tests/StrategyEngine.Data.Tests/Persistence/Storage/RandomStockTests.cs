using System.Collections.Concurrent;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Encryption.Cipher;

namespace StrategyEngine.Data.Tests.Persistence;

[TestFixture]
public sealed class RandomStockTests
{
    [Test]
    public void No_random_bytes_are_given_twice_on_any_thread()
    {
        var drawn = new ConcurrentBag<string>();

        Parallel.For(0, 5_000, i =>
        {
            var bytes = new byte[16 + (i % 3)];
            RandomStock.Fill(bytes);
            drawn.Add(Convert.ToHexString(bytes.AsSpan(0, 16)));
        });

        drawn.Distinct().Should().HaveCount(5_000);
    }

    [Test]
    public void A_whole_stock_can_be_drawn()
    {
        var bytes = new byte[2048];
        RandomStock.Fill(bytes);
        RandomStock.Fill(bytes.AsSpan(0, 1));
        RandomStock.Fill(bytes);

        bytes.Distinct().Count().Should().BeGreaterThan(200);
    }
}

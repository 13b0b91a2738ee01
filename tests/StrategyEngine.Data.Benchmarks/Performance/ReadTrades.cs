using System.Globalization;

using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Performance;

/// <summary>One pass over stored trades, which sums up what they earned.</summary>
internal sealed class ReadTrades(TradeFile file) : Contender("one pass of reading them, AsNoTracking")
{
    private int _count;
    private decimal _earned;

    public override async Task RunAsync()
    {
        (_count, _earned) = (0, 0);
        await foreach (var trade in file.ReadAsync())
        {
            _count++;
            _earned += trade.Profit.Amount;
        }
    }

    public override Task<string> DigestAsync() =>
        Task.FromResult(string.Create(CultureInfo.InvariantCulture, $"{_count} trades, {_earned:0.########} earned"));

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

using System.Buffers.Binary;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;

using TradingConsole.Backtesting;
using TradingConsole.Presentation;

namespace TradingConsole.Tests.Presentation;

public sealed class EquityChartTests
{
    [Test]
    public async Task The_equity_of_a_backtest_is_drawn_as_png()
    {
        var candles = CandleCsvReader.ReadAsync(Path.Combine(AppContext.BaseDirectory, "Data", "coinbase-btcusd-1d-2014-2018.csv"));
        var result = await new CrossoverBacktest(
            new CrossoverSettings(), 0.95m, new OrderRules(0.0001m, 10m), Timeframe.OneDay, Currency.Parse("USD")).RunAsync(candles);
        var file = new FileInfo(Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.png"));
        try
        {
            EquityChart.Save(result.Equity, "Moving-average crossover", file);

            var image = await File.ReadAllBytesAsync(file.FullName);
            image.Should().StartWith([0x89, (byte)'P', (byte)'N', (byte)'G']);

            // PNG (ISO/IEC 15948), 11.2.1: width and height follow the length and type of the header chunk.
            BinaryPrimitives.ReadInt32BigEndian(image.AsSpan(16)).Should().Be(1200);
            BinaryPrimitives.ReadInt32BigEndian(image.AsSpan(20)).Should().Be(800);
            image.Length.Should().BeGreaterThan(20_000, "it is not an empty frame");
        }
        finally
        {
            file.Delete();
        }
    }
}

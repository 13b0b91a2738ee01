using System.Text;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.MarketData.Binance;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Tests.MarketData.Binance;

public sealed class BinanceDecoderTests
{
    private static readonly string Documented = Encoding.UTF8.GetString(Fixture.Read("binance-spot.ws.kline.json")).Trim();

    private static readonly FeedCandle DocumentedCandle = new(
        new VenueSeries("BNBBTC", Timeframe.OneMinute),
        new CandleRow(1_672_515_780_000, 0.0010m, 0.0025m, 0.0015m, 0.0020m, 1000m, Closed: false, Revision: 1_672_515_782_136,
            QuoteVolume: 1m, TradeCount: 100));

    [Test]
    public void The_documented_frame_is_decoded() => Decode(Documented).Should().Be(new BinanceFrame.Kline(DocumentedCandle));

    [Test]
    public void The_frame_of_a_combined_stream_is_decoded() =>
        Decode($$"""{"stream":"bnbbtc@kline_1m","data":{{Documented}}}""").Should().Be(new BinanceFrame.Kline(DocumentedCandle));

    [Test]
    public void A_closing_frame_closes() =>
        Decode(Documented.Replace("\"x\":false", "\"x\":true")).Should()
            .Be(new BinanceFrame.Kline(DocumentedCandle with { Row = DocumentedCandle.Row with { Closed = true } }));

    [Test]
    public void A_month_is_not_taken_for_a_minute() =>
        ((BinanceFrame.Kline)Decode(Documented.Replace("\"i\":\"1m\"", "\"i\":\"1M\""))).Candle.Series.Timeframe.Should()
            .Be(Timeframe.OneMonth);

    [Test]
    public void Eighteen_decimals_survive() =>
        ((BinanceFrame.Kline)Decode(Documented.Replace("\"v\":\"1000\"", "\"v\":\"233.740269343644737245\""))).Candle.Row.Volume.Should()
            .Be(233.740269343644737245m);

    [Test]
    public void Without_quote_volume_and_number_of_trades_a_frame_has_none() =>
        ((BinanceFrame.Kline)Decode(Documented.Replace(",\"q\":\"1.0000\"", "").Replace(",\"n\":100", ""))).Candle.Should()
            .Be(DocumentedCandle with { Row = DocumentedCandle.Row with { QuoteVolume = null, TradeCount = null } });

    [TestCase("""{"e":"serverShutdown","E":1672515782136}""")]
    [TestCase("""{"stream":"!all","data":{"e":"serverShutdown","E":1672515782136}}""")]
    public void The_announcement_of_a_shutdown_is_understood(string frame) => Decode(frame).Should().Be(new BinanceFrame.ServerShutdown());

    [TestCase("""{"result":null,"id":1}""", "reply")]
    [TestCase("""{"e":"trade","E":1,"t":{"a":[1,{"b":2}]},"k":{"p":"1"}}""", "trade")]
    public void Other_frames_are_left_alone(string frame, string kind) => Decode(frame).Should().Be(new BinanceFrame.Other(kind));

    [TestCase("")]
    [TestCase("pong")]
    [TestCase("[1]")]
    [TestCase("""{"e":"kline","E":1""")]
    [TestCase("""{"e":"kline","E":1}""")]
    [TestCase("""{"e":"kline","E":1,"k":7}""")]
    [TestCase("""{"e":5}""")]
    public void What_is_no_documented_frame_is_malformed(string frame) => Decode(frame).Should().BeOfType<BinanceFrame.Malformed>();

    [TestCase("\"t\":1672515780000,", "", "k.t is missing.")]
    [TestCase("\"o\":\"0.0010\"", "\"o\":0.0010", "k.o is no decimal number in a string.")]
    [TestCase("\"c\":\"0.0020\"", "\"c\":\"NaN\"", "k.c is no decimal number in a string.")]
    [TestCase("\"h\":\"0.0025\"", "\"h\":\"1,5\"", "k.h is no decimal number in a string.")]
    [TestCase("\"v\":\"1000\"", "\"v\":\"99999999999999999999999999999999\"", "k.v is no decimal number in a string.")]
    [TestCase("\"q\":\"1.0000\"", "\"q\":1.0", "k.q is no decimal number in a string.")]
    [TestCase("\"n\":100", "\"n\":\"100\"", "k.n is no integer.")]
    [TestCase("\"x\":false", "\"x\":\"false\"", "k.x is no boolean.")]
    [TestCase("\"x\":false,", "", "k.x is missing.")]
    [TestCase("\"i\":\"1m\"", "\"i\":\"7m\"", "k.i is not a known interval.")]
    [TestCase("\"t\":1672515780000", "\"t\":1.5", "k.t is no integer.")]
    public void A_field_that_is_not_as_documented_is_named(string documented, string changed, string problem)
    {
        Documented.Should().Contain(documented);

        Decode(Documented.Replace(documented, changed)).Should().Be(new BinanceFrame.Malformed(problem));
    }

    [Test]
    public void The_documented_history_is_decoded()
    {
        var rows = BinanceKlinesDecoder.Decode(Fixture.Read("binance-spot.rest.klines.json"));

        rows.Should()
            .Equal(
                new CandleRow(
                    1_499_040_000_000, 0.01634790m, 0.80000000m, 0.01575800m, 0.01577100m, 148976.11427815m, Closed: false,
                    1_499_644_799_999, 2434.19055334m, 308));
    }

    [TestCase("{\"code\":-1121}")]
    [TestCase("[[1499040000000,\"1\",\"1\",\"1\"]]")]
    [TestCase("[[1499040000000,\"1\",\"1\",\"1\",1.0,\"1\",1499644799999]]")]
    [TestCase("[[1499040000000,\"1\",\"1\",\"1\",\"1\",\"1\",1499644799999]")]
    [TestCase("")]
    public void A_history_that_is_not_as_documented_is_refused(string json) =>
        FluentActions.Invoking(() => BinanceKlinesDecoder.Decode(Encoding.UTF8.GetBytes(json)))
            .Should().Throw<CandleFeedException>().Which.Code.Should().Be("feed.malformed");

    private static BinanceFrame Decode(string frame) => BinanceFrameDecoder.Decode(Encoding.UTF8.GetBytes(frame));
}

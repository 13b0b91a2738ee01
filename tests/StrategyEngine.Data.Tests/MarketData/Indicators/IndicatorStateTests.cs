using System.Globalization;
using System.Numerics;

using CsCheck;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.MarketData.Indicators;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Tests.MarketData.Indicators;

/// <summary>
/// What the store of indicators is built on: calculations that are saved and loaded bit for bit, prices that are rounded once, and
/// settings.
/// </summary>
public sealed class IndicatorStateTests
{
    private static readonly IndicatorSettings Settings = new()
    {
        RsiPeriod = 5,
        MacdFastPeriod = 3,
        MacdSlowPeriod = 7,
        MacdSignalPeriod = 4,
        BollingerPeriod = 6,
        SmaPeriod = 3,
        EmaPeriod = 8,
        WmaPeriod = 5,
        SmmaPeriod = 9
    };

    [Test]
    public void A_calculation_that_is_saved_and_loaded_after_any_price_goes_on_bit_for_bit()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 40).Select(minute => Row(minute, (decimal)Math.Round(random.NextDouble() * 1_000, 8))).ToList();
        var whole = new IndicatorCalculation(Settings);
        var expected = rows.ConvertAll(row => Text(whole.Add(Guid.Empty, Timeframe.OneMinute, row)));

        var cut = new IndicatorCalculation(Settings);
        foreach (var (row, values) in rows.Zip(expected))
        {
            cut = IndicatorCalculation.Load(Settings, cut.Save())!;
            Text(cut.Add(Guid.Empty, Timeframe.OneMinute, row)).Should().Be(values);
        }

        cut.Save().Should().Equal(whole.Save());

        static string Text(IndicatorValues values) => string.Create(
            CultureInfo.InvariantCulture,
            $"{values.Rsi:R} {values.Macd:R} {values.MacdSignal:R} {values.BollingerLower} {values.BollingerMiddle} "
            + $"{values.BollingerUpper} {values.Sma} {values.Ema} {values.Wma} {values.Smma}");
    }

    [Test]
    public void A_saved_calculation_of_other_settings_or_of_another_length_is_refused()
    {
        var calculation = new IndicatorCalculation(Settings);
        for (var minute = 0; minute < 30; minute++)
            _ = calculation.Add(Guid.Empty, Timeframe.OneMinute, Row(minute, minute + 1));
        var saved = calculation.Save();

        IndicatorCalculation.Load(Settings, saved).Should().NotBeNull();
        IndicatorCalculation.Load(Settings with { SmaPeriod = 2 }, saved).Should().BeNull();
        IndicatorCalculation.Load(Settings, [.. saved, 0]).Should().BeNull();
        for (var length = 0; length < saved.Length; length++)
            IndicatorCalculation.Load(Settings, saved[..length]).Should().BeNull();
    }

    [Test]
    public void A_price_is_its_exact_value_rounded_half_to_even()
    {
        StoredPrice.Of(null).Should().BeNull();
        StoredPrice.Of(double.NaN).Should().BeNull();
        StoredPrice.Of(1e16).Should().BeNull();
        StoredPrice.Of(-1e16).Should().BeNull();
        StoredPrice.Of(9_999_999_999_999_998).Should().Be(9_999_999_999_999_998m, "it has no bits behind the point");
        StoredPrice.Of(double.NegativeInfinity).Should().BeNull();
        StoredPrice.Of(123_456_789_012.12345).Should().Be(123_456_789_012.123443603516m, "a cast would keep 15 digits");
        StoredPrice.Of(-0.0).Should().Be(0m);
        StoredPrice.Of(double.Epsilon).Should().Be(0m);

        // 2⁻¹³ has thirteen decimals of which the last is a five: 0.0001220703125.
        (StoredPrice.Of(1 / 8192.0), StoredPrice.Of(3 / 8192.0), StoredPrice.Of(-3 / 8192.0)).Should()
            .Be((0.000122070312m, 0.000366210938m, -0.000366210938m));
        Gen.Select(Gen.Double[-1, 1], Gen.Int[-45, 53]).Sample(
            (mantissa, exponent) =>
            {
                var value = Math.ScaleB(mantissa, exponent);
                StoredPrice.Of(value).Should().Be(Exact(value));
            },
            iter: 20_000);

        // By whole numbers: value = numerator / 2¹¹²⁸.
        static decimal Exact(double value)
        {
            const int shift = 1_128;
            var bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
            var exponent = (int)(bits >> 52);
            var numerator =
                new BigInteger((bits & 0xFFFFFFFFFFFFF) | (exponent == 0 ? 0 : 1L << 52)) << (Math.Max(exponent, 1) - 1_075 + shift);
            var quotient = BigInteger.DivRem(numerator * 1_000_000_000_000, BigInteger.One << shift, out var rest);
            var comparison = (rest * 2).CompareTo(BigInteger.One << shift);
            if (comparison > 0 || (comparison == 0 && !quotient.IsEven))
                quotient++;
            return (decimal)quotient / 1_000_000_000_000m * Math.Sign(value);
        }
    }

    [Test]
    public void Rounding_never_lifts_the_relative_strength_above_a_hundred()
    {
        var random = new Random(2);
        for (var sample = 0; sample < 2_000; sample++)
        {
            var index = new RelativeStrengthIndex(3);
            var price = random.NextDouble();
            for (var i = 0; i < 20; i++)
                (index.Add(price += random.NextDouble()) ?? 100).Should().BeLessThanOrEqualTo(100);
        }
    }

    [Test]
    public void Checkpoints_are_few_and_near_to_every_candle()
    {
        var position = IndicatorPosition.None;
        for (var count = 1; count <= 20_000; count++)
        {
            position = position.Advance(0, new IndicatorCheckpoint(count, count, new byte[32], [1, 2, 3]));
            if (count % 997 != 0)
                continue;
            position.Checkpoints.Should().HaveCountLessThan(16).And.BeInAscendingOrder(checkpoint => checkpoint.Count);
            for (var back = 1; back < count; back++)
            {
                var at = position.Checkpoints.LastOrDefault(checkpoint => checkpoint.Count < count - back)?.Count ?? 0;
                (count - at).Should().BeLessThanOrEqualTo(16 * (back + 1));
            }
        }

        var read = IndicatorPosition.Parse(position.ToBytes())!;
        read.ToBytes().Should().Equal(position.ToBytes());
        read.Should().BeEquivalentTo(position);
    }

    [Test]
    public void Settings_out_of_range_are_refused()
    {
        foreach (var set in (Func<int, IndicatorSettings>[])
        [
            value => new() { Version = value }, value => new() { RsiPeriod = value }, value => new() { MacdFastPeriod = value },
            value => new() { MacdSlowPeriod = value },
            value => new() { MacdSignalPeriod = value }, value => new() { BollingerPeriod = value },
            value => new() { BollingerDeviations = value }, value => new() { SmaPeriod = value },
            value => new() { EmaPeriod = value }, value => new() { WmaPeriod = value }, value => new() { SmmaPeriod = value },
        ])
        {
            OptionRanges.Find(set(0)).Should().NotBeEmpty();
            OptionRanges.Find(set(-1)).Should().NotBeEmpty();
        }

        OptionRanges.Find(new IndicatorSettings { SmaPeriod = 10_001, BollingerDeviations = double.NaN }).Should().HaveCount(2);
        OptionRanges.Find(new IndicatorSettings { MacdFastPeriod = 26 })
            .Should().Equal("IndicatorSettings.MacdFastPeriod is 26; set it below MacdSlowPeriod, which is 26.");
        new IndicatorSettings
        {
            RsiPeriod = 10_000,
            MacdFastPeriod = 9_999,
            MacdSlowPeriod = 10_000,
            MacdSignalPeriod = 10_000,
            BollingerPeriod = 10_000,
            BollingerDeviations = 1.2345678901234567,
            SmaPeriod = 10_000,
            EmaPeriod = 10_000,
            WmaPeriod = 10_000,
            SmmaPeriod = 10_000,
        }.Text.Length.Should().BeLessThan(400, "that is what the column holds");
    }

    private static CandleRow Row(int minute, decimal close) => new(minute * 60_000L, close, close, close, close, 0, true);
}

using CsCheck;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Tests.MarketData;

/// <summary>Candles in memory become the same longer ones as stored candles do.</summary>
public sealed class CandleResamplerTests
{
    private static readonly Guid AssetId = Guid.Parse("0197f3a1-7c55-7d3e-9a11-0123456789ab");
    private static readonly long Start = new DateTimeOffset(2024, 2, 25, 22, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static readonly (Timeframe Source, Timeframe Target)[] Pairs =
    [
        (Timeframe.OneMinute, Timeframe.FiveMinutes), (Timeframe.OneMinute, Timeframe.OneHour), (Timeframe.OneHour, Timeframe.OneDay),
        (Timeframe.EightHours, Timeframe.OneWeek), (Timeframe.OneDay, Timeframe.OneMonth),
    ];

    private static Gen<(Timeframe Source, Timeframe Target, CandleRow[] Rows)> Series { get; } =
        from pair in Gen.Int[0, Pairs.Length - 1]
        from steps in Gen.Int[1, 9].Array[0, 120]
        from cents in Gen.Int[100, 10_000].Array[steps.Length, steps.Length]
        from closed in Gen.Int[0, 19].Array[steps.Length, steps.Length]
        select (Pairs[pair].Source, Pairs[pair].Target, Rows(Pairs[pair].Source, steps, cents, closed));

    [Test]
    public void Rows_in_memory_become_what_the_same_rows_become_when_they_are_stored()
    {
        using var database = new CandleDatabase();

        Series.Sample(
            series =>
            {
                database.Execute("DELETE FROM market_data; DELETE FROM candle_coverage");
                database.Store.Upsert(AssetId, series.Source, series.Rows).Refused.Should().Be(0);
                var stored = database.Store.ResampleAsync(AssetId, series.Source, series.Target).ToBlockingEnumerable().ToList();
                CandleResampler.Resample(series.Rows, series.Source, series.Target).Should().Equal(stored);
            },
            iter: 60,
            threads: 1);
    }

    [Test]
    public void A_row_between_two_boundaries_of_its_timeframe_is_refused_with_its_instant()
    {
        var minute = TimeSpan.FromMinutes(1).Ticks / TimeSpan.TicksPerMillisecond;
        CandleRow[] rows = [new(Start, 1, 1, 1, 1, 1), new(Start + minute + 1, 1, 1, 1, 1, 1)];

        FluentActions.Enumerating(() => CandleResampler.Resample(rows, Timeframe.OneMinute, Timeframe.OneHour)).Should()
            .Throw<ArgumentException>().WithMessage("*2024-02-25T22:01:00.001Z*1m*");
        CandleResampler.Resample(rows[..1], Timeframe.OneHour, Timeframe.OneDay).Should().ContainSingle();
    }

    [Test]
    public void A_row_that_is_not_later_is_refused_with_its_instant()
    {
        CandleRow[] rows = [new(Start, 1, 1, 1, 1, 1), new(Start, 1, 1, 1, 1, 1)];

        FluentActions.Enumerating(() => CandleResampler.Resample(rows, Timeframe.OneMinute, Timeframe.OneHour)).Should()
            .Throw<ArgumentException>().WithMessage("*2024-02-25T22:00:00Z is not later*");
    }

    [Test]
    public void Quote_volumes_and_numbers_of_trades_are_summed_unless_one_is_missing()
    {
        CandleRow[] rows =
        [
            Minute(0, 1.5m, 2), Minute(1, 2.25m, 3), Minute(60, 1m, null), Minute(61, 1m, 4), Minute(120, 1m, 5), Minute(121, null, 6),
            Minute(180, null, long.MaxValue),
        ];

        var hours = CandleResampler.Resample(rows, Timeframe.OneMinute, Timeframe.OneHour);

        hours.Select(hour => (hour.QuoteVolume, hour.TradeCount)).Should()
            .Equal((3.75m, 5L), (2m, null), (null, 11L), (null, long.MaxValue));

        static CandleRow Minute(int minute, decimal? quoteVolume, long? trades) =>
            new(Start + (minute * 60_000L), 1m, 1m, 1m, 1m, 1m, QuoteVolume: quoteVolume, TradeCount: trades);
    }

    [Test]
    public void A_candle_is_made_as_soon_as_the_next_one_begins()
    {
        var read = 0;
        var hours = CandleResampler.Resample(Endless(), Timeframe.OneMinute, Timeframe.OneHour);
        read.Should().Be(0, "nothing is read before it is asked for");

        hours.Take(2).Select(hour => (hour.OpenInstant.Hour, hour.Closed)).Should().Equal((22, true), (23, true));

        read.Should().Be(121);

        IEnumerable<CandleRow> Endless()
        {
            for (var minute = 0; ; minute++)
            {
                read++;
                yield return new CandleRow(Start + (minute * 60_000L), 1m, 1m, 1m, 1m, 1m);
            }
        }
    }

    [Test]
    public void Rows_out_of_order_and_timeframes_that_do_not_fit_are_refused()
    {
        CandleRow[] rows =
        [
            new(Start, 1m, 1m, 1m, 1m, 1m), new(Start + 120_000, 1m, 1m, 1m, 1m, 1m), new(Start + 60_000, 1m, 1m, 1m, 1m, 1m),
        ];

        FluentActions.Enumerating(() => CandleResampler.Resample(rows, Timeframe.OneMinute, Timeframe.OneHour)).Should()
            .Throw<ArgumentException>().WithMessage("*Order the candles*");
        FluentActions.Enumerating(() => CandleResampler.Resample([rows[0], rows[0]], Timeframe.OneMinute, Timeframe.OneHour)).Should()
            .Throw<ArgumentException>();
        FluentActions.Invoking(() => CandleResampler.Resample(rows, Timeframe.OneHour, Timeframe.OneMinute)).Should()
            .Throw<ArgumentException>("that is told before anything is enumerated");
        FluentActions.Invoking(() => CandleResampler.Resample(rows, Timeframe.FiveMinutes, Timeframe.Parse("3m"))).Should()
            .Throw<ArgumentException>();
        CandleResampler.Resample([], Timeframe.OneMinute, Timeframe.OneHour).Should().BeEmpty();
    }

    // Some candles are missing, some are still open, and prices and volumes differ.
    private static CandleRow[] Rows(Timeframe source, int[] steps, int[] cents, int[] closed)
    {
        var rows = new CandleRow[steps.Length];
        var openTime = source.Floor(Start);
        for (var i = 0; i < rows.Length; i++)
        {
            for (var step = 0; step < Math.Max(1, steps[i] - 6); step++)
                openTime = source.Next(openTime);
            var open = cents[i] / 100m;
            rows[i] = new CandleRow(openTime, open, open + 0.5m, open - 0.25m, open + 0.125m, cents[i] * 0.00000001m, closed[i] > 0, i % 3);
        }

        return rows;
    }
}

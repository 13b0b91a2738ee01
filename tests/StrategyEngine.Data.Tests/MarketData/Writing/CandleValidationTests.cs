using FluentAssertions;

using Microsoft.Extensions.Time.Testing;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Tests.MarketData;

/// <summary>Which candles each level of validation refuses, and which it stores with a warning.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CandleValidationTests : IDisposable
{
    private static readonly Guid AssetId = Guid.Parse("0197f3a1-7c55-7d3e-9a11-0123456789ab");
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 30, 0, TimeSpan.Zero);
    private static readonly CandleRow Good = new(Milliseconds(Now.AddMinutes(-10)), 100m, 101m, 99m, 100m, 5m);

    private readonly CandleDatabase _database = new();
    private readonly CandleStore _store;

    public CandleValidationTests() => _store = new CandleStore(_database.Table, new FakeTimeProvider(Now), quarantine: null);

    private static IEnumerable<TestCaseData> Rules()
    {
        // What cannot be stored as it is.
        yield return Rule(
            CandleRefusal.Unaligned, Good with { OpenTime = Good.OpenTime + 1 }, "OpenTime", refusedWhen: CandleValidationLevel.Lenient);
        yield return Rule(CandleRefusal.NotPositive, Good with { Low = 0m }, "Low", refusedWhen: CandleValidationLevel.Lenient);
        yield return Rule(CandleRefusal.Negative, Good with { Volume = -1m }, "Volume", refusedWhen: CandleValidationLevel.Lenient);
        yield return Rule(
            CandleRefusal.TooLarge, Good with { High = 10_000_000_000_000_000m }, "High", refusedWhen: CandleValidationLevel.Lenient);
        yield return Rule(
            CandleRefusal.TooPrecise, Good with { Close = 100.0000000000001m }, "Close", refusedWhen: CandleValidationLevel.Lenient);

        // What contradicts itself or common sense.
        yield return Rule(CandleRefusal.HighBelowLow, Good with { High = 98m }, "High", refusedWhen: CandleValidationLevel.Normal);
        yield return Rule(CandleRefusal.OutsideRange, Good with { Open = 102m }, "Open", refusedWhen: CandleValidationLevel.Normal);
        yield return Rule(CandleRefusal.OutsideRange, Good with { Close = 98m }, "Close", refusedWhen: CandleValidationLevel.Normal);
        yield return Rule(
            CandleRefusal.TooEarly,
            Good with { OpenTime = Milliseconds(new DateTimeOffset(2009, 12, 31, 23, 59, 0, TimeSpan.Zero)) },
            "OpenTime",
            refusedWhen: CandleValidationLevel.Normal);
        yield return Rule(
            CandleRefusal.InFuture,
            Good with { OpenTime = Milliseconds(Now.AddDays(1).AddMinutes(1)) },
            "OpenTime",
            refusedWhen: CandleValidationLevel.Normal);

        // What is doubtful.
        yield return Rule(
            CandleRefusal.LargeMove, After(1) with { Close = 151m, High = 151m }, "Close", refusedWhen: CandleValidationLevel.Strict);
        yield return Rule(
            CandleRefusal.LargeMove, After(1) with { Close = 49m, Low = 49m }, "Close", refusedWhen: CandleValidationLevel.Strict);
        yield return Rule(
            CandleRefusal.NoSpread, After(1) with { High = 100m, Low = 100m }, "High", refusedWhen: CandleValidationLevel.Strict);
        yield return Rule(CandleRefusal.Late, After(-1), "OpenTime", refusedWhen: CandleValidationLevel.Strict);
        yield return Rule(CandleRefusal.Duplicate, Good, "OpenTime", refusedWhen: CandleValidationLevel.Strict);

        static TestCaseData Rule(CandleRefusal reason, CandleRow row, string field, CandleValidationLevel refusedWhen) =>
            new TestCaseData(reason, row, field, refusedWhen).SetArgDisplayNames($"{reason} {field} {row.Close}");
    }

    private static IEnumerable<CandleRow> Harmless()
    {
        yield return After(1) with { Close = 150m, High = 150m };
        yield return After(1) with { Close = 50m, Low = 50m };
        yield return After(1) with { High = 100m, Low = 100m, Volume = 0m };
        yield return Good with { Revision = 1 };
        yield return After(-1) with { OpenTime = Milliseconds(new DateTimeOffset(2010, 1, 1, 0, 0, 0, TimeSpan.Zero)) };
        yield return After(1) with { OpenTime = Milliseconds(Now.AddDays(1)) };
    }

    public void Dispose() => _database.Dispose();

    [TestCaseSource(nameof(Rules))]
    public async Task A_rule_refuses_from_its_level_on_and_warns_below_it(
        CandleRefusal reason, CandleRow row, string field, CandleValidationLevel refusedWhen)
    {
        foreach (var (validation, strictness) in new[]
        {
            (CandleValidation.Lenient, 0), (CandleValidation.Normal, 1), (CandleValidation.Strict, 2)
        })
        {
            var isRefused = strictness >= Strictness(refusedWhen);

            var result = await _store.UpsertAsync(AssetId, Timeframe.OneMinute, (CandleRow[])[Good, row], validation: validation);

            if (isRefused)
            {
                result.Refusals.Should().Equal(new RefusedCandle(1, row, field, reason));
                (result.Refused, result.Doubtful).Should().Be((1, 0));
            }
            else
            {
                result.Warnings.Should().Equal(new CandleWarning(1, row, field, reason));
                (result.Refused, result.Doubtful).Should().Be((0, 1));
            }

            (result.Inserted + result.Updated + result.Unchanged).Should().Be(isRefused ? 1 : 2);
        }
    }

    [Test]
    public async Task What_is_just_within_the_rules_is_neither_refused_nor_doubted()
    {
        foreach (var row in Harmless())
        {
            var input = row.OpenTime < Good.OpenTime ? [row, Good] : new[] { Good, row };

            var result = await _store.UpsertAsync(AssetId, Timeframe.OneMinute, input, validation: CandleValidation.Strict);

            (result.Refused, result.Doubtful).Should().Be((0, 0), "{0}", row);
        }
    }

    [Test]
    public async Task Every_bound_can_be_moved()
    {
        CandleRow[] rows =
        [
            Good with { OpenTime = 0 }, Good, After(1) with { Close = 120m, High = 120m },
            Good with { OpenTime = Milliseconds(Now.AddMinutes(1)) },
        ];
        var validation = CandleValidation.Strict with
        {
            EarliestOpenTime = DateTimeOffset.UnixEpoch,
            FutureTolerance = TimeSpan.Zero,
            LargestMove = 0.1
        };

        var result = await _store.UpsertAsync(AssetId, Timeframe.OneMinute, rows, validation: validation);

        result.Refusals.Select(refusal => (refusal.Index, refusal.Reason)).Should()
            .Equal((2L, CandleRefusal.LargeMove), (3L, CandleRefusal.InFuture));
    }

    [Test]
    public async Task Bounds_that_make_no_sense_are_refused_together()
    {
        var validation = CandleValidation.Normal with { FutureTolerance = TimeSpan.FromTicks(-1), LargestMove = 0 };

        CandleRow[] rows = [Good];

        var refused = await _store.Awaiting(store => store.UpsertAsync(AssetId, Timeframe.OneMinute, rows, validation: validation))
            .Should().ThrowAsync<OptionsOutOfRangeException>();

        refused.Which.Failures.Should().Equal(
            "CandleValidation.FutureTolerance is -00:00:00.0000001; set it to 00:00:00 or more.",
            "CandleValidation.LargestMove is 0; set it above 0.");
    }

    [Test]
    public async Task A_refused_candle_is_no_measure_for_the_next()
    {
        CandleRow[] rows = [Good, After(1) with { Close = 1_000m, High = 1_000m }, After(2)];

        var result = await _store.UpsertAsync(AssetId, Timeframe.OneMinute, rows, validation: CandleValidation.Strict);

        result.Refusals.Select(refusal => refusal.Index).Should().Equal(1L);
    }

    [Test]
    public async Task A_price_that_stays_where_it_jumped_to_is_believed_from_the_second_candle_on()
    {
        CandleRow[] rows =
        [
            Good,
            .. Enumerable.Range(1, 20)
                .Select(minute => After(minute) with { Open = 25m, High = 26m, Low = 24m, Close = 25m + (minute * 0.01m) }),
        ];

        var result = await _store.UpsertAsync(AssetId, Timeframe.OneMinute, rows, validation: CandleValidation.Strict);

        result.Refusals.Select(refusal => refusal.Index).Should().Equal(1L);
        result.Inserted.Should().Be(20);
    }

    [TestCase("8.2", "12.3")]
    [TestCase("0.3", "0.45")]
    public async Task A_price_that_rises_by_exactly_one_half_is_accepted(string before, string after)
    {
        var (first, second) = (decimal.Parse(before, System.Globalization.CultureInfo.InvariantCulture),
            decimal.Parse(after, System.Globalization.CultureInfo.InvariantCulture));
        CandleRow[] rows =
        [
            new(Good.OpenTime, first, first + 1, first, first, 1m), new(After(1).OpenTime, second, second, first, second, 1m),
        ];

        (await _store.UpsertAsync(AssetId, Timeframe.OneMinute, rows, validation: CandleValidation.Strict)).Refused.Should().Be(0);
    }

    [Test]
    public async Task The_clock_goes_on_while_a_stream_is_read()
    {
        var time = new FakeTimeProvider(Now);
        var store = new CandleStore(_database.Table, time, quarantine: null);

        var result = await store.UpsertAsync(AssetId, Timeframe.OneMinute, Live());

        (result.Inserted, result.Refused).Should().Be((2, 1));

        async IAsyncEnumerable<CandleRow> Live()
        {
            await Task.Yield();
            yield return Good;
            yield return After(3 * 1_440);
            time.Advance(TimeSpan.FromDays(3));
            yield return After(3 * 1_440);
        }
    }

    private static int Strictness(CandleValidationLevel level) => level switch
    {
        CandleValidationLevel.Lenient => 0,
        CandleValidationLevel.Normal => 1,
        _ => 2,
    };

    private static CandleRow After(int minutes) => Good with { OpenTime = Good.OpenTime + (minutes * 60_000) };

    private static long Milliseconds(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds();
}

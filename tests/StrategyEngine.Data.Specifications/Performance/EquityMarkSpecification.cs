using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Specifications.Performance;

/// <summary>Equity is stored in marks, and rows follow what changes.</summary>
public abstract class EquityMarkSpecification<TDatabase> : PerformanceSpecification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task An_unknown_user_is_refused() =>
        await Recorder.Invoking(recorder => recorder.MarkAsync([Mark(Monday, 1, userId: Guid.CreateVersion7())])).Should()
            .ThrowAsync<ReferencedRecordException>();

    [Test]
    public async Task A_mark_of_the_same_instant_takes_the_place_of_the_earlier_one()
    {
        await Recorder.MarkAsync([Mark(Monday, 100), Mark(Monday.AddHours(1), 90)]);

        var again = await Recorder.MarkAsync([Mark(Monday.AddHours(1), 95), Mark(Monday, 100)]);

        again.Should().BeEquivalentTo(new { Inserted = 0L, Updated = 1L, Unchanged = 1L });
        (await Recorder.RecordAsync(Run)).AllTime[Settled].MaxDrawdown.Should().Be(-0.05);
    }

    [Test]
    public async Task Rows_are_kept_for_each_currency()
    {
        var euro = Currency.Parse("EUR");
        await AddTradesAsync((Monday.AddHours(3), 100));
        await Recorder.MarkAsync(
            [Mark(Monday, 100), Mark(Monday.AddHours(5), 110), Mark(Monday, 7, euro), Mark(Monday.AddHours(5), 3.5m, euro)]);

        var recording = await Recorder.RecordAsync(Run);

        recording.AllTime.Keys.Should().BeEquivalentTo([Settled, euro]);
        (recording.AllTime[Settled].TotalPnl, recording.AllTime[Settled].TotalReturn).Should().Be((100m, 0.1));
        (recording.AllTime[euro].TotalTrades, recording.AllTime[euro].TotalReturn).Should().Be((0, -0.5));
        (await ReadAsync()).Should().HaveCount(10);
    }

    [Test]
    public async Task The_equity_of_a_user_is_that_of_all_accounts_and_of_no_run()
    {
        var (one, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await Recorder.MarkAsync(
        [
            Mark(Monday, 100, kind: RunKind.Live, runId: null, accountId: one),
            Mark(Monday.AddHours(1), 300, kind: RunKind.Live, runId: null, accountId: other),
            Mark(Monday.AddHours(2), 110, kind: RunKind.Live, runId: null, accountId: one),
            Mark(Monday.AddHours(2), 290, kind: RunKind.Live, runId: null, accountId: other),
            Mark(Monday.AddHours(3), 9_999, kind: RunKind.Live, runId: RunId),
            Mark(Monday.AddHours(3), 9_999, kind: RunKind.Paper, runId: null, accountId: one),
        ]);

        var all = (await Recorder.RecordAsync(Whole)).AllTime[Settled];

        (all.OpeningEquity, all.ClosingEquity, all.NetFlow).Should().Be((100m, 400m, 300m));
        all.TotalReturn.Should().Be(0, "one won what the other lost");
    }

    [Test]
    public async Task Deposits_and_withdrawals_are_no_performance()
    {
        await Recorder.MarkAsync(
            [Mark(Monday, 100), Mark(Monday.AddHours(1), 210, flow: 100), Mark(Monday.AddHours(2), 21, flow: -200),
                Mark(Monday.AddHours(3), 21)]);

        var all = (await Recorder.RecordAsync(Run)).AllTime[Settled];

        all.TotalReturn.Should().BeApproximately(1.1 * (221.0 / 210) - 1, Precision);
        (all.NetFlow, all.MaxDrawdown).Should().Be((-100m, 0));
    }

    [Test]
    public async Task Only_rows_of_which_the_inputs_changed_are_computed_anew()
    {
        await Recorder.MarkAsync(Enumerable.Range(0, 100).Select(day => Mark(Monday.AddDays(day), 1_000 + day % 7)));
        await Recorder.RecordAsync(Run);
        var before = (await ReadAsync()).ToDictionary(row => row.Id);

        await Recorder.MarkAsync([Mark(Monday.AddDays(45), 900)]);
        var recording = await Recorder.RecordAsync(Run);

        // The day it closes and the next, which opens with it; their week, month and year, and all time.
        recording.Should().BeEquivalentTo(new { Inserted = 0, Updated = 6, Removed = 0 });
        (await ReadAsync())
            .Where(row => row.InputHash != before[row.Id].InputHash)
            .Select(row => (row.Period, row.StartDate))
            .Should()
            .Equal(
            (MetricsPeriod.Daily, Monday.AddDays(44)),
            (MetricsPeriod.Daily, Monday.AddDays(45)),
            (MetricsPeriod.Weekly, Monday.AddDays(42)),
            (MetricsPeriod.Monthly, Monday.AddDays(31)),
            (MetricsPeriod.Yearly, Monday),
            (MetricsPeriod.AllTime, Monday));
    }

    [Test]
    public async Task Recording_after_each_change_leaves_the_rows_that_recording_once_leaves()
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var random = new Random(seed);
            var equity = 1_000m;
            var time = Monday.AddDays(-40);
            for (var step = 0; step < 8; step++)
            {
                var marks = new List<EquityMark>();
                for (var i = 0; i < 15; i++)
                {
                    time = time.AddMinutes(random.Next(1, 4_000));
                    var flow = random.Next(6) == 0 ? random.Next(-100, 300) : 0;
                    equity = decimal.Round(equity * (1 + (decimal)(random.NextDouble() - 0.5) / 20), 8) + flow;
                    marks.Add(Mark(time, equity, flow: flow, currency: random.Next(4) == 0 ? Currency.Parse("EUR") : null));
                }

                marks.Add(Mark(marks[random.Next(marks.Count)].Instant, 1_234.5m));
                await Recorder.MarkAsync(marks);
                await AddTradesAsync(
                    (Monday.AddMinutes(random.Next(-40_000, 100_000)), random.Next(-50, 60)),
                    (Monday.AddDays(random.Next(-30, 60)), random.Next(-50, 60)));
                if (step % 3 == 2)
                    await DeleteSomeAsync(random);
                await Recorder.RecordAsync(Run);
            }

            var incremental = await ReadAsync();
            await using (var context = CreateContext())
                await context.PerformanceMetrics.ExecuteDeleteAsync();
            await Recorder.RecordAsync(Run);

            (await ReadAsync()).Should().BeEquivalentTo(
                incremental,
                options => options.Excluding(row => row.Id).Excluding(row => row.Version).Excluding(row => row.CreatedAt)
                    .Excluding(row => row.UpdatedAt).WithStrictOrdering(),
                "seed {0}", seed);
            incremental.Should().HaveCountGreaterThan(80);
        }
    }

    private async Task DeleteSomeAsync(Random random)
    {
        await using var context = CreateContext();
        var trades = await context.Trades.OrderBy(trade => trade.Id).ToListAsync();
        context.Remove(trades[random.Next(trades.Count)]);
        var marks = await context.EquityMarks.OrderBy(mark => mark.Instant).ToListAsync();
        context.RemoveRange(marks.Skip(random.Next(marks.Count - 5)).Take(5));
        await context.SaveChangesAsync();
    }
}

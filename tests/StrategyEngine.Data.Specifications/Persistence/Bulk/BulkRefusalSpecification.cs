using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Specifications.Model;

/// <summary>Records that are refused in bulk, by the library or by the database, and what is written all the same.</summary>
public abstract class BulkRefusalSpecification<TDatabase> : BulkWriterFixture<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task A_value_that_cannot_be_stored_is_refused_by_the_name_of_its_field_and_the_rest_is_written()
    {
        var signals = Signals(10_010);
        signals[3].EntryPrice = 0.0000000000001m;
        signals[10_005].TargetPrice = 10_000_000_000_000_000m;
        signals[10_007].SignalType = (SignalType)99;

        var result = await Writer.UpsertAsync(signals);

        result.Should().BeEquivalentTo(new BulkResult(10_007, 0, 0, 3,
        [
            new(3, "Signal.EntryPrice", "does not fit DECIMAL(28,12)"), new(10_005, "Signal.TargetPrice", "does not fit DECIMAL(28,12)"),
            new(10_007, "Signal.SignalType", "is no SignalType"),
        ]));
        await using var context = CreateContext();
        (await context.Signals.CountAsync()).Should().Be(10_007);
        (await Writer.UpsertAsync([Credential(new string('x', 101), "key")])).Refusals.Single().Field.Should()
            .Be("ExchangeCredential.Label");
    }

    [Test]
    public async Task What_the_database_refuses_in_the_third_batch_leaves_the_first_two()
    {
        var signals = Signals(25_000);
        signals[21_000].EntryPrice = 0m;
        var progress = new Reports();

        var failure =
            (await Writer.Awaiting(writer => writer.UpsertAsync(signals, progress)).Should().ThrowAsync<InvalidRecordException>()).Which;

        failure.Constraint.Should().Be("ck_signals_entry_price");
        failure.Message.Should().Contain("20000 records of earlier batches stay");
        progress.Should().HaveCount(2);
        await using var context = CreateContext();
        (await context.Signals.CountAsync()).Should().Be(20_000);
    }

    [Test]
    public async Task A_record_that_refers_to_none_and_a_unique_key_that_is_taken_are_told_by_type()
    {
        var stray = TestRecords.Signal(User.Id, Guid.CreateVersion7(Start));
        await Writer.UpsertAsync([Credential("taken", "key")]);

        await Writer.Awaiting(writer => writer.UpsertAsync([.. Signals(5), stray])).Should().ThrowAsync<ReferencedRecordException>();
        var duplicate = (await Writer.Awaiting(writer => writer.UpsertAsync([Credential("free", "key"), Credential("taken", "key")]))
            .Should().ThrowAsync<DuplicateRecordException>()).Which;

        duplicate.Constraint.Should().NotBeNullOrEmpty();
        await using var context = CreateContext();
        (await context.Signals.CountAsync()).Should().Be(0);
        (await context.ExchangeCredentials.CountAsync()).Should().Be(1);
        (await context.AuditEntries.CountAsync(entry => entry.EntityType == nameof(ExchangeCredential))).Should()
            .Be(1, "the trail is rolled back with its records");
        (await Writer.UpsertAsync(Signals(5))).Inserted.Should().Be(5);
    }

    [Test]
    public async Task A_cancellation_stops_between_batches()
    {
        using var cancellation = new CancellationTokenSource();
        var progress = new Reports(_ => cancellation.Cancel());

        await Writer.Awaiting(writer => writer.UpsertAsync(Signals(25_000), progress, cancellation.Token)).Should()
            .ThrowAsync<OperationCanceledException>();

        progress.Should().ContainSingle();
        await using var context = CreateContext();
        (await context.Signals.CountAsync()).Should().Be(10_000);
    }

    [Test]
    public async Task Append_only_records_candles_and_strangers_are_refused_before_anything_is_read()
    {
        await Writer.Awaiting(writer => writer.UpsertAsync(Array.Empty<AuditEntry>())).Should().ThrowAsync<AppendOnlyRecordException>();
        (await Writer.Awaiting(writer => writer.UpsertAsync(Array.Empty<Candle>())).Should()
            .ThrowAsync<TradingDataException>()).Which.Message.Should().Contain("CandleStore");
        (await Writer.Awaiting(writer => writer.UpsertAsync([new Stranger()])).Should().ThrowAsync<TradingDataException>()).Which.Code
            .Should().Be("persistence.bulk_model");
    }

    private sealed class Stranger;
}

using System.Data;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Specifications;
using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.PostgreSql.Tests.Model;

/// <summary>What a save throws when the server gives it up, without retries.</summary>
public sealed class SaveFailures : Specification<PostgreSqlTestDatabase>
{
    [Test]
    public async Task A_transaction_that_read_what_another_has_changed_since_is_a_conflict()
    {
        var asset = TestRecords.Asset();
        await AddAsync(asset);
        await using var context = CreateContext();
        await using var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        var read = await context.Assets.SingleAsync();
        await TestDatabase.ExecuteAsync("UPDATE trading.assets SET exchange = 'kraken'");
        read.Name = "Bitcoin";

        var conflict = (await context.Awaiting(each => each.SaveChangesAsync()).Should().ThrowAsync<WriteConflictException>()).Which;

        conflict.Message.Should().Contain("transaction");
        conflict.InnerException.Should().NotBeNull();
    }

    [Test]
    public async Task Of_two_transactions_that_wait_for_each_other_one_is_given_up_as_a_conflict()
    {
        var (first, second) = (TestRecords.Asset("BTCUSDT"), TestRecords.Asset("ETHUSDT"));
        await AddAsync(first, second);

        var outcomes = await Task.WhenAll(RenameAsync(first.Id, second.Id), RenameAsync(second.Id, first.Id));

        outcomes.Should().BeEquivalentTo([null, typeof(WriteConflictException)]);
    }

    [Test]
    public async Task A_connection_that_ends_during_a_save_is_the_server_s_absence()
    {
        await using var context = CreateContext();
        await using var transaction = await context.Database.BeginTransactionAsync();
        context.Add(TestRecords.Asset());
        await TestDatabase.ExecuteAsync(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");

        await context.Awaiting(each => each.SaveChangesAsync()).Should().ThrowAsync<DatabaseUnavailableException>();
    }

    private readonly Barrier _bothHaveOne = new(2);

    private async Task<Type?> RenameAsync(Guid one, Guid other)
    {
        await using var context = CreateContext();
        await using var transaction = await context.Database.BeginTransactionAsync();
        (await context.Assets.SingleAsync(asset => asset.Id == one)).Name = "renamed";
        await context.SaveChangesAsync();
        await Task.Run(() => _bothHaveOne.SignalAndWait(TimeSpan.FromMinutes(1)));
        (await context.Assets.SingleAsync(asset => asset.Id == other)).Name = "renamed";
        try
        {
            await context.SaveChangesAsync();
            await transaction.CommitAsync();
            return null;
        }
        catch (DbUpdateException exception)
        {
            return exception.GetType();
        }
    }

    private async Task AddAsync(params object[] records)
    {
        await using var context = CreateContext();
        context.AddRange(records);
        await context.SaveChangesAsync();
    }
}

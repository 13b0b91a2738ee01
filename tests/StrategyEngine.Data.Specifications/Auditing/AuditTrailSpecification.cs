using System.Text.Json.Nodes;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Auditing;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Specifications.Model;

public abstract class AuditTrailSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task The_trail_is_read_page_by_page()
    {
        await using var context = CreateContext();
        for (var i = 0; i < 5; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            context.Add(TestRecords.User());
            await context.SaveChangesAsync();
        }

        var audit = Get<AuditTrail>();
        var first = await audit.GetPageAsync(4);
        var second = await audit.GetPageAsync(4, first.Next);

        first.Items.Concat(second.Items)
            .Select(entry => entry.Id)
            .Should().Equal((await audit.GetLatestAsync()).Select(entry => entry.Id)).And.HaveCount(5);
        second.Next.Should().BeNull();
    }

    [Test]
    public async Task Creating_changing_and_deleting_a_record_each_write_one_entry()
    {
        await using var context = CreateContext();
        var user = TestRecords.User("carol");
        using (AuditActor.Use("importer"))
        {
            context.Add(user);
            await context.SaveChangesAsync();
        }

        Time.Advance(TimeSpan.FromMinutes(1));
        using (AuditActor.Use("carol"))
        {
            user.IsAdmin = true;
            await context.SaveChangesAsync();
        }

        user.CreatedBy.Should().Be("importer");
        user.UpdatedBy.Should().Be("carol");
        Time.Advance(TimeSpan.FromMinutes(1));
        context.Remove(user);
        await context.SaveChangesAsync();

        var history = await Get<AuditTrail>().GetHistoryAsync<User>(user.Id);
        history.Select(entry => (entry.Action, entry.Actor, entry.OccurredAt)).Should().Equal(
            (AuditAction.Created, "importer", Start),
            (AuditAction.Updated, "carol", Start.AddMinutes(1)),
            (AuditAction.Deleted, AuditActor.Default, Start.AddMinutes(2)));
        history[0].Changes["username"]!["new"]!.GetValue<string>().Should().Be("carol");
        JsonNode.DeepEquals(history[1].Changes, JsonNode.Parse("""{"is_admin":{"old":false,"new":true}}""")).Should().BeTrue();
        history[2].Changes["username"]!["old"]!.GetValue<string>().Should().Be("carol");
    }

    [Test]
    public async Task An_encrypted_value_is_never_recorded()
    {
        await using var context = CreateContext();
        var book = await TestBook.SaveAsync(context);
        var credential = await context.ExchangeCredentials.SingleAsync();
        credential.ApiSecret = "another-secret";
        var strategy = await context.Strategies.SingleAsync();
        strategy.Config["fast"] = 12;
        await context.SaveChangesAsync();

        var entries = await Get<AuditTrail>().GetLatestAsync();
        var text = string.Join('\n', entries.Select(entry => entry.Changes.ToJsonString()));

        text.Should()
            .Contain("\"api_secret\":{\"old\":\"***\",\"new\":\"***\"}").And.Contain("\"config\":{\"old\":\"***\",\"new\":\"***\"}");
        text.Should().NotContain("the-api").And.NotContain("another-secret").And.NotContain(book.User.Email).And.NotContain("fast");
    }

    [Test]
    public async Task A_save_that_fails_leaves_no_entry_and_the_next_try_leaves_one()
    {
        await using var context = CreateContext();
        context.Add(TestRecords.User("dave"));
        await context.SaveChangesAsync();
        var twin = new User { Username = "Dave", Email = "dave2@example.com" };
        context.Add(twin);
        await context.Invoking(c => c.SaveChangesAsync()).Should().ThrowAsync<DuplicateRecordException>();
        (await Get<AuditTrail>().GetHistoryAsync<User>(twin.Id)).Should().BeEmpty();

        twin.Username = "dave2";
        await context.SaveChangesAsync();

        (await Get<AuditTrail>().GetHistoryAsync<User>(twin.Id)).Should().ContainSingle();
    }

    [Test]
    public async Task The_entry_is_written_in_the_transaction_of_the_change()
    {
        await using var context = CreateContext();
        var user = TestRecords.User();
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            context.Add(user);
            await context.SaveChangesAsync();
            await transaction.RollbackAsync();
        });

        (await Get<AuditTrail>().GetHistoryAsync<User>(user.Id)).Should().BeEmpty();
    }

    [Test]
    public async Task What_a_deleted_user_takes_along_is_audited_too()
    {
        await using var context = CreateContext();
        var book = await TestBook.SaveAsync(context);

        context.Remove(await context.Users.SingleAsync());
        await context.SaveChangesAsync();

        (await Get<AuditTrail>().GetHistoryAsync<Trade>(book.Trade.Id))[^1].Action.Should().Be(AuditAction.Deleted);
        (await Get<AuditTrail>().GetHistoryAsync<Strategy>(book.Strategy.Id))[^1].Action.Should().Be(AuditAction.Deleted);
        (await Get<AuditTrail>().GetHistoryAsync<ExchangeCredential>(book.Credential.Id))[^1].Action.Should().Be(AuditAction.Deleted);
    }

    [Test]
    public async Task Saving_without_a_change_writes_nothing()
    {
        await using var context = CreateContext();
        var book = await TestBook.SaveAsync(context);
        var before = await context.AuditEntries.CountAsync();

        _ = await context.Users.Include(user => user.ApiKeys).Include(user => user.Strategies).ToListAsync();
        (await context.SaveChangesAsync()).Should().Be(0);

        (await context.AuditEntries.CountAsync()).Should().Be(before);
        book.Should().NotBeNull();
    }

    [Test]
    public async Task The_actor_follows_the_asynchronous_flow_and_ends_with_it()
    {
        using (AuditActor.Use("outer"))
        {
            await Task.Run(() =>
            {
                using var _ = AuditActor.Use("inner");
                AuditActor.Current.Should().Be("inner");
            });
            AuditActor.Current.Should().Be("outer");
        }

        AuditActor.Current.Should().Be(AuditActor.Default);
    }
}

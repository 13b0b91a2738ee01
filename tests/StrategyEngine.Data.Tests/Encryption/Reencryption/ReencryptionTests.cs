using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

[TestFixture]
internal sealed class ReencryptionTests
{
    private const int Accounts = 1_250;
    private const int Orders = 600;

    private EncryptedDatabase _database = null!;

    [SetUp]
    public void Open()
    {
        _database = new EncryptedDatabase();
        using var context = _database.NewContext();
        for (var i = 0; i < Accounts; i++)
        {
            var account = new Account
            {
                Name = $"n{i}",
                Email = $"{i}@x.y",
                Note = $"note {i}",
                Balance = i,
                ApiSecret = $"secret {i}",
                Remark = i % 2 == 0 ? "even" : null
            };
            if (i < Orders)
            {
                account.Orders.Add(
                    new Order { Day = (DayOfWeek)(i % 7), Venue = $"v{i % 3}", Number = i, Memo = $"memo {i}", Text = $"text {i}" });
            }

            context.Add(account);
        }

        context.SaveChanges();
    }

    [TearDown]
    public void Close() => _database.Dispose();

    [Test]
    public async Task All_values_move_to_the_new_key_and_stay_what_they_were()
    {
        var tokens = _database.Scalar<byte[]>("SELECT \"EmailIndex\" FROM accounts WHERE \"Name\" = 'n7'");
        var key = await _database.Keys.RotateDataKeyAsync();
        var progress = new List<ReencryptionProgress>();

        var result = await _database.Keys.ReencryptAsync(progress: new SynchronousProgress(progress));

        result.IsComplete.Should().BeTrue();
        result.Failures.Should().BeEmpty();
        result.RewrittenValues.Should().Be((4 * Accounts) + (Accounts / 2) + (2 * Orders));
        var status = await _database.Keys.GetStatusAsync();
        status.OutdatedValues.Should().Be(0);
        status.Columns.SelectMany(column => column.ValuesByKey.Keys).Distinct().Should().Equal(key.KeyId);
        progress.Should().HaveCountGreaterThan(3);
        progress[^1].ScannedRows.Should().Be(Accounts + Orders).And.Be(progress[^1].TotalRows);
        _database.Scalar<byte[]>("SELECT \"EmailIndex\" FROM accounts WHERE \"Name\" = 'n7'").Should().Equal(tokens);
        DemandAllReadable();
        (await _database.Keys.ReencryptAsync()).RewrittenValues.Should().Be(0, "there is nothing left to do");
    }

    [Test]
    public async Task A_cancelled_run_goes_on_where_it_stopped()
    {
        await _database.Keys.RotateDataKeyAsync();
        using var cancellation = new CancellationTokenSource();
        var batches = 0;
        var progress = new SynchronousProgress([], () =>
        {
            if (++batches == 2)
                cancellation.Cancel();
        });

        await _database.Keys.Invoking(keys => keys.ReencryptAsync(progress: progress, cancellationToken: cancellation.Token)).Should()
            .ThrowAsync<OperationCanceledException>();
        var stopped = await _database.Keys.GetStatusAsync();
        stopped.OutdatedValues.Should().BeGreaterThan(0);
        _database.Scalar<int>("SELECT COUNT(*) FROM encryption_jobs WHERE cursor IS NOT NULL AND completed_at IS NULL").Should().Be(1);
        DemandAllReadable();

        var resumed = new List<ReencryptionProgress>();
        var result = await _database.Keys.ReencryptAsync(progress: new SynchronousProgress(resumed));

        result.IsComplete.Should().BeTrue();
        result.RewrittenValues.Should().Be(stopped.OutdatedValues);
        _database.Scalar<int>("SELECT COUNT(*) FROM encryption_jobs WHERE completed_at IS NULL").Should().Be(0);
        DemandAllReadable();
    }

    [Test]
    public async Task A_value_under_the_former_key_that_is_written_behind_the_run_moves_in_another_pass()
    {
        const string First = "(SELECT MIN(\"Id\") FROM accounts)";
        var former = _database.Scalar<byte[]>($"SELECT \"Note\" FROM accounts WHERE \"Id\" = {First}")!;
        using var before = _database.NewContext();
        var note = before.Accounts.AsNoTracking().OrderBy(account => account.Id).First().Note;
        var key = await _database.Keys.RotateDataKeyAsync();
        var reports = new List<ReencryptionProgress>();
        var isWritten = false;

        // As by a process that has not heard of the rotation yet.
        var progress = new SynchronousProgress(reports, () =>
        {
            if (isWritten || reports[^1].Table != "accounts")
                return;
            _database.Execute($"UPDATE accounts SET \"Note\" = $former WHERE \"Id\" = {First}", ("$former", former));
            isWritten = true;
        });
        var result = await _database.Keys.ReencryptAsync(progress: progress);

        isWritten.Should().BeTrue();
        result.IsComplete.Should().BeTrue();
        (await _database.Keys.GetStatusAsync()).Columns.SelectMany(column => column.ValuesByKey.Keys).Distinct().Should().Equal(key.KeyId);
        using var reading = _database.NewContext();
        reading.Accounts.AsNoTracking().OrderBy(account => account.Id).First().Note.Should().Be(note);
    }

    [Test]
    public async Task A_write_in_between_is_not_lost()
    {
        await _database.Keys.RotateDataKeyAsync();
        using var stale = _database.NewRing();
        var written = 0;

        // Another process, which still seals with the former key, changes rows before and behind the run after every batch.
        var progress = new SynchronousProgress([], () =>
        {
            if (written >= 6)
                return;
            using var context = _database.NewContext(stale);
            foreach (var i in (ReadOnlySpan<int>)[written, Accounts - 1 - written])
            {
                var account = context.Accounts.Single(account => account.Name == $"n{i}");
                account.Note = $"changed {i}";
                account.ApiSecret = $"changed secret {i}";
            }

            context.SaveChanges();
            written++;
        });
        var result = await _database.Keys.ReencryptAsync(progress: progress);

        result.IsComplete.Should().BeTrue();
        using var reading = _database.NewContext();
        for (var i = 0; i < written; i++)
        {
            foreach (var name in (string[])[$"n{i}", $"n{Accounts - 1 - i}"])
            {
                var account = reading.Accounts.AsNoTracking().Single(account => account.Name == name);
                account.Note.Should().Be($"changed {name[1..]}");
                account.ApiSecret!.Reveal().Should().Be($"changed secret {name[1..]}");
            }
        }
    }

    [Test]
    public async Task Writers_of_other_threads_lose_nothing_while_it_runs()
    {
        await _database.Keys.RotateDataKeyAsync();
        var running = true;
        var counts = new int[2];
        var writers = Enumerable.Range(0, counts.Length).Select(writer => Task.Run(() =>
        {
            using var ring = _database.NewRing();
            for (var i = 0; Volatile.Read(ref running) || i < 5; i++)
            {
                using var context = _database.NewContext(ring);
                context.Accounts.Single(account => account.Name == $"n{(writer * 600) + (i % 100)}").Note = $"writer {writer} round {i}";
                context.SaveChanges();
                counts[writer] = i + 1;
            }
        })).ToArray();

        var result = await _database.Keys.ReencryptAsync();
        Volatile.Write(ref running, false);
        await Task.WhenAll(writers);

        result.Failures.Should().BeEmpty();
        (await _database.Keys.ReencryptAsync()).IsComplete.Should().BeTrue();
        using var reading = _database.NewContext();
        for (var writer = 0; writer < counts.Length; writer++)
        {
            var last = counts[writer] - 1;
            reading.Accounts.AsNoTracking().Single(account => account.Name == $"n{(writer * 600) + (last % 100)}").Note
                .Should().Be($"writer {writer} round {last}");
        }
    }

    [Test]
    public async Task What_cannot_be_read_is_listed_and_left_alone()
    {
        var damaged = _database.Scalar<byte[]>("SELECT \"Note\" FROM accounts WHERE \"Name\" = 'n3'")!;
        damaged[20] ^= 1;
        _database.Execute("UPDATE accounts SET \"Note\" = $v WHERE \"Name\" = 'n3'", ("$v", damaged));
        _database.Execute("UPDATE accounts SET \"Remark\" = 'plain' WHERE \"Name\" = 'n4'");
        _database.Execute("UPDATE accounts SET api_secret = (SELECT api_secret FROM accounts WHERE \"Name\" = 'n5') WHERE \"Name\" = 'n6'");
        await _database.Keys.RotateDataKeyAsync();

        var result = await _database.Keys.ReencryptAsync();

        result.IsComplete.Should().BeFalse();
        result.RemainingRows.Should().Be(3);
        result.Failures.Select(failure => (failure.Column, failure.Code)).Should().BeEquivalentTo(
            [("Note", "encryption.tampered"), ("Remark", "encryption.plaintext_found"), ("api_secret", "encryption.tampered")]);
        result.Failures.Should().OnlyContain(failure => Guid.Parse(failure.RowKey) != Guid.Empty);
        _database.Scalar<byte[]>("SELECT \"Note\" FROM accounts WHERE \"Name\" = 'n3'").Should().Equal(damaged);
        _database.Scalar<string>("SELECT \"Remark\" FROM accounts WHERE \"Name\" = 'n4'").Should().Be("plain");
    }

    private void DemandAllReadable()
    {
        using var context = _database.NewContext();
        var accounts = context.Accounts.AsNoTracking().ToDictionary(account => account.Name);
        accounts.Should().HaveCount(Accounts);
        for (var i = 0; i < Accounts; i++)
        {
            var account = accounts[$"n{i}"];
            (account.Note, account.Balance, account.ApiSecret!.Reveal(), account.Email).Should()
                .Be(($"note {i}", i, $"secret {i}", $"{i}@x.y"));
        }

        foreach (var order in context.Orders.AsNoTracking())
            (order.Memo!.Reveal(), order.Text).Should().Be(($"memo {order.Number}", $"text {order.Number}"));
        context.Accounts.Single(account => account.Email == "7@X.Y").Name.Should().Be("n7");
    }

    private sealed class SynchronousProgress(List<ReencryptionProgress> reports, Action? after = null) : IProgress<ReencryptionProgress>
    {
        public void Report(ReencryptionProgress value)
        {
            reports.Add(value);
            after?.Invoke();
        }
    }
}

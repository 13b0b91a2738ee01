using System.Collections.Concurrent;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

using NUnit.Framework;

namespace StrategyEngine.Data.Tests.Encryption.Models;

/// <summary>Many databases with keys of their own, opened and closed in a random order by several threads.</summary>
[TestFixture]
internal sealed class ModelPoolChaosTests
{
    private const int Databases = 4;
    private const int Threads = 4;
    private const int Rounds = 15;

    [Test]
    public void Every_value_is_read_back_by_its_own_ring_and_late_contexts_write_nothing()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"Seed {seed}");
        var databases = Enumerable.Range(0, Databases).Select(_ => new PersonDatabase()).ToList();
        var expected = databases.Select(_ => new ConcurrentDictionary<string, string>()).ToList();
        var models = new ConcurrentDictionary<IModel, int>(ReferenceEqualityComparer.Instance);
        var late = new ConcurrentQueue<(PersonContext Context, int Database)>();
        var refused = 0;
        try
        {
            Task.WaitAll(
                Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(() => Work(thread), TaskCreationOptions.LongRunning))
                    .ToArray());
            for (var i = 0; i < Databases; i++)
                Check(i);
        }
        finally
        {
            foreach (var (context, _) in late)
                context.Dispose();
            foreach (var database in databases)
                database.Dispose();
        }

        models.Values.Sum().Should().Be(Threads * Rounds);
        models.Should().HaveCountLessThan(Threads * Rounds / 2, "otherwise no model went from ring to ring");
        refused.Should().BeGreaterThan(Rounds);

        void Work(int thread)
        {
            var random = new Random(seed + thread);
            for (var round = 0; round < Rounds; round++)
            {
                var which = random.Next(Databases);
                var (database, known) = (databases[which], expected[which]);
                var ring = database.NewRing();
                var context = database.NewContext(ring);
                models.AddOrUpdate(context.Model, 1, (_, count) => count + 1);
                var email = $"{thread}-{round}@x.y";
                var note = $"database {which}, thread {thread}, round {round}";
                context.Add(new Person { Name = email, Email = email, Note = note, Pin = note });
                context.SaveChanges();
                known[email] = note;

                // Whatever others wrote, by other rings of the same database or before.
                foreach (var (knownEmail, knownNote) in known.OrderBy(_ => random.Next()).Take(3).ToList())
                {
                    var person = context.People.AsNoTracking().Single(row => row.Email == knownEmail);
                    (person.Note, person.Pin!.Reveal()).Should().Be((knownNote, knownNote));
                }

                if (random.Next(2) == 0)
                {
                    context.ChangeTracker.Clear();
                    context.Add(new Person { Email = "late@x.y", Note = "late", Pin = "late" });
                    ring.Dispose();
                    late.Enqueue((context, which));
                }
                else
                {
                    context.Dispose();
                    ring.Dispose();
                }

                // The model of a context that comes too late is another ring's by now, or nobody's.
                if (late.TryDequeue(out var old))
                {
                    FluentActions.Invoking(() => old.Context.SaveChanges()).Should().Throw<ObjectDisposedException>();
                    FluentActions.Invoking(() => old.Context.People.AsNoTracking().ToList()).Should().Throw<ObjectDisposedException>();
                    Interlocked.Increment(ref refused);
                    old.Context.Dispose();
                }
            }
        }

        void Check(int which)
        {
            using var ring = databases[which].NewRing();
            using var context = databases[which].NewContext(ring);
            var rows = context.People.AsNoTracking().ToList();
            rows.ToDictionary(row => row.Email!, row => row.Note!).Should().Equal(expected[which].ToDictionary());
            rows.Should().OnlyContain(row => row.Pin!.Reveal() == row.Note);
        }
    }
}

using System.Runtime.CompilerServices;
using System.Text;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption.Models;

/// <summary>Whoever is late with a ring is refused, though its model works for another ring by then.</summary>
[TestFixture]
internal sealed class ModelPoolSafetyTests
{
    private PersonDatabase _first = null!;
    private PersonDatabase _second = null!;
    private DataKeyRing _former = null!;
    private DataKeyRing _next = null!;

    [SetUp]
    public void Open()
    {
        (_first, _second) = (new PersonDatabase(), new PersonDatabase());
        (_former, _next) = (_first.NewRing(), _second.NewRing());
    }

    [TearDown]
    public void Close()
    {
        _former.Dispose();
        _next.Dispose();
        _first.Dispose();
        _second.Dispose();
    }

    [Test]
    public async Task A_context_that_outlives_its_ring_is_refused_before_anything_is_sent()
    {
        _first.Add(_former, "one@x.y", "note");
        var sent = new SentValues();
        using var late = _first.NewContext(_former, options => options.AddInterceptors(sent));
        var kept = late.People.Single();
        kept.Note = "changed";
        sent.Statements.Clear();

        HandOver();

        await late.Invoking(context => context.SaveChangesAsync())
            .Should().ThrowAsync<ObjectDisposedException>()
            .WithMessage("*key ring of this context is disposed*");
        late.Invoking(context => context.SaveChanges()).Should().Throw<ObjectDisposedException>();
        late.ChangeTracker.Clear();
        late.Add(new Person { Note = "of nobody", Email = "late@x.y", Pin = "1" });
        late.Invoking(context => context.SaveChanges()).Should().Throw<ObjectDisposedException>();
        late.ChangeTracker.Clear();
        var email = "one@x.y";
        late.Invoking(context => context.People.ToList()).Should().Throw<ObjectDisposedException>();
        late.Invoking(context => context.People.Count(person => person.Email == email)).Should().Throw<ObjectDisposedException>();
        late.Invoking(context => context.People.Count(person => person.Email == "a query that was not compiled yet")).Should()
            .Throw<ObjectDisposedException>();
        late.Invoking(context => context.People.Where(person => person.Email == email).ExecuteDelete()).Should()
            .Throw<ObjectDisposedException>();
        late.Invoking(context => context.People.ExecuteUpdate(person => person.SetProperty(row => row.Name, "n"))).Should()
            .Throw<ObjectDisposedException>();
        await late.Invoking(context => context.People.ToListAsync()).Should().ThrowAsync<ObjectDisposedException>();
        late.Invoking(context => context.Database.ExecuteSqlRaw("DELETE FROM people")).Should().Throw<ObjectDisposedException>();
        using var another = _first.NewContext(_former);
        another.Invoking(context => context.Model).Should().Throw<ObjectDisposedException>();

        sent.Statements.Should().BeEmpty();
        (_first.Count(), _second.Count()).Should().Be((1, 0));
        using var ring = _first.NewRing();
        using var fresh = _first.NewContext(ring);
        fresh.People.Single().Note.Should().Be("note");
    }

    [Test]
    public void A_command_whose_values_were_converted_by_the_keys_of_another_ring_is_not_sent()
    {
        _first.Add(_former, "one@x.y", "note");
        _second.Add(_next, "one@x.y", "note");
        _next.Dispose();
        _next = _second.NewRing();
        var sent = new SentValues();
        using var late = _first.NewContext(_former, options => options.AddInterceptors(new MidCommand(HandOver), sent));
        var email = "one@x.y";

        late.Invoking(context => context.People.Where(person => person.Email == email).ExecuteDelete()).Should()
            .Throw<ObjectDisposedException>();

        sent.Statements.Should().BeEmpty();
        _first.Count().Should().Be(1);
    }

    [TestCase(null)]
    [TestCase("1234")]
    public void A_save_that_the_end_of_its_ring_overtakes_writes_nothing(string? pin)
    {
        _former.EnsureActiveKey();
        var sent = new SentValues();
        using (var context = _first.NewContext(_former))
            context.Add(new Person()).Context.SaveChanges();
        using var late = _first.NewContext(_former, options => options.AddInterceptors(new MidCommand(HandOver), sent));
        late.Add(new Person { Note = "note", Email = "late@x.y", Pin = pin is null ? null : new Secret<string>(pin) });

        late.Invoking(context => context.SaveChanges())
            .Should().Throw<Exception>().Which.GetBaseException()
            .Should()
            .BeOfType<ObjectDisposedException>();

        sent.Statements.Should().BeEmpty();
        _first.Count().Should().Be(1);
    }

    [Test]
    public void A_reader_that_is_open_when_its_ring_ends_keeps_the_model_from_the_next()
    {
        for (var i = 0; i < 3; i++)
            _first.Add(_former, $"{i}@x.y", "note");
        using var late = _first.NewContext(_former);
        var model = late.Model;
        using (var rows = late.People.AsNoTracking().AsEnumerable().GetEnumerator())
        {
            rows.MoveNext().Should().BeTrue();
            _former.Dispose();
            using var context = _second.NewContext(_next);
            context.Model.Should().NotBeSameAs(model);
            rows.Invoking(reader => reader.MoveNext()).Should().Throw<ObjectDisposedException>();
        }

        using var third = _second.NewRing();
        using var after = _second.NewContext(third);
        after.Model.Should().BeSameAs(model, "the reader is closed");
    }

    [Test]
    public void A_secret_is_opened_by_the_ring_it_was_read_with_or_not_at_all()
    {
        _first.Add(_former, "one@x.y", "note", "4711");
        using var context = _first.NewContext(_former);
        var secret = context.People.Single().Pin!;
        using var same = _first.NewRing();
        _former.Dispose();
        using var holder = _first.NewContext(same);
        holder.Model.Should().BeSameAs(context.Model, "otherwise this test shows nothing");

        secret.Invoking(pin => pin.Reveal()).Should().Throw<ObjectDisposedException>();

        var person = holder.People.Single();
        person.Pin!.Reveal().Should().Be("4711");
        person.Pin = secret;
        holder.Invoking(c => c.SaveChanges()).Should().Throw<ObjectDisposedException>("it could not be opened to be sealed anew");
    }

    [Test]
    public void A_secret_of_another_live_ring_is_sealed_anew()
    {
        _first.Add(_former, "one@x.y", "note", "4711");
        using var context = _first.NewContext(_former);
        var secret = context.People.Single().Pin!;
        using (var other = _second.NewContext(_next))
        {
            other.Add(new Person { Pin = secret });
            other.SaveChanges();
        }

        using var again = _second.NewContext(_next);
        again.People.Single().Pin!.Reveal().Should().Be("4711");
    }

    [Test]
    public void What_was_sent_before_the_ring_ended_can_still_be_committed()
    {
        _former.EnsureActiveKey();
        using var late = _first.NewContext(_former);
        using (var transaction = late.Database.BeginTransaction())
        {
            late.Add(new Person { Email = "one@x.y", Note = "note", Pin = "4711" });
            late.SaveChanges();
            HandOver();
            late.Invoking(context => context.People.Count()).Should().Throw<ObjectDisposedException>();
            transaction.Commit();
        }

        using var ring = _first.NewRing();
        using var fresh = _first.NewContext(ring);
        var person = fresh.People.Single(row => row.Email == "one@x.y");
        (person.Note, person.Pin!.Reveal()).Should().Be(("note", "4711"));
    }

    [Test]
    public void An_entity_that_was_loaded_from_another_database_is_sealed_anew_with_its_secrets()
    {
        _first.Add(_former, "one@x.y", "note", "4711");
        using var context = _first.NewContext(_former);
        var person = context.People.AsNoTracking().Single();
        byte[] Stored(PersonDatabase database) => (byte[])database.Execute("SELECT \"Pin\" FROM people")!;
        using (var other = _second.NewContext(_next))
        {
            other.Add(person);
            other.SaveChanges();
        }

        Stored(_second).Should().NotEqual(Stored(_first));
        using var again = _second.NewContext(_next);
        var read = again.People.Single(row => row.Email == "one@x.y");
        (read.Id, read.Note, read.Pin!.Reveal()).Should().Be((person.Id, "note", "4711"));
        person.Pin!.Reveal().Should().Be("4711");
    }

    [Test]
    public void A_secret_of_another_database_that_belongs_to_another_row_is_not_saved()
    {
        _first.Add(_former, "one@x.y", "note", "4711");
        using var context = _first.NewContext(_former);
        var projected = context.People.Select(person => person.Pin).Single();
        var moved = context.People.AsNoTracking().Single();
        moved.Id = Guid.CreateVersion7();
        foreach (var person in new[] { new Person { Pin = projected }, moved })
        {
            using var other = _second.NewContext(_next);
            other.Add(person);
            other.Invoking(c => c.SaveChanges()).Should().Throw<EncryptionUpdateException>()
                .WithInnerException<UnboundSecretException>().WithInnerException<FieldTamperedException>();
        }

        _second.Count().Should().Be(0);
    }

    [Test]
    public void No_plaintext_travels_through_a_model_that_has_changed_hands()
    {
        HandOver();
        var sent = new SentValues();
        using (var context = _second.NewContext(_next, options => options.AddInterceptors(sent)))
        {
            var person = new Person
            {
                Name = "visible",
                Email = "Hidden-Email@x.y",
                Note = "hidden note",
                Balance = 4711.25m,
                Pin = "hidden pin"
            };
            context.Add(person);
            context.SaveChanges();
            person.Note = "hidden change";
            context.SaveChanges();
            var email = "hidden-email@x.y";
            string[] emails = [email, "hidden-other@x.y"];
            context.People.Count(row => row.Email == email).Should().Be(1);
            context.People.Count(row => emails.Contains(row.Email)).Should().Be(1);
            context.People.Count(row => row.Email == "hidden-email@x.y").Should().Be(1);
            context.People.Count(row => row.Email == EF.Constant(email)).Should().Be(1);
        }

        var texts = sent.Parameters.Select(value => value is byte[] bytes ? Encoding.Latin1.GetString(bytes) : value?.ToString() ?? "")
            .Concat(sent.Statements).ToList();
        texts.Should().Contain("visible", "the search must find what is there");
        texts.Should().NotContain(text => text.Contains("hidden", StringComparison.OrdinalIgnoreCase) || text.Contains("4711"));
    }

    [Test]
    public void A_ring_that_is_forgotten_is_collected_though_its_queries_are_cached()
    {
        var ring = Forgotten();
        Collect();
        ring.TryGetTarget(out _).Should().BeFalse();
    }

    [Test]
    public void A_ring_that_is_disposed_is_collected_though_its_model_is_kept()
    {
        var ring = Disposed();
        Collect();
        ring.TryGetTarget(out _).Should().BeFalse();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference<DataKeyRing> Forgotten()
    {
        var ring = _first.NewRing();
        _first.Add(ring, "one@x.y", "note");
        return new WeakReference<DataKeyRing>(ring);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference<DataKeyRing> Disposed()
    {
        using var ring = _first.NewRing();
        _first.Add(ring, "one@x.y", "note");
        return new WeakReference<DataKeyRing>(ring);
    }

    private static void Collect()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    /// <summary>Ends the former ring, and lets the next one, of the other database, have its model.</summary>
    private void HandOver()
    {
        using var before = _first.NewContext(_former);
        var model = before.Model;
        _former.Dispose();
        using var after = _second.NewContext(_next);
        after.Model.Should().BeSameAs(model, "otherwise this test shows nothing");
    }
}

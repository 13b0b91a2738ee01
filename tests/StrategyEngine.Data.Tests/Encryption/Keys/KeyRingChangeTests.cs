using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>What happens to the data keys when the DataProtection key ring gets a new key, or revokes or loses one.</summary>
[TestFixture]
internal sealed class KeyRingChangeTests
{
    private static readonly TimeSpan Validity = TimeSpan.FromDays(90);

    private EncryptedDatabase _database = null!;

    [SetUp]
    public void Open()
    {
        _database = new EncryptedDatabase();
        using var context = _database.NewContext();
        context.Add(new Account { Note = "first", Email = "a@b.c" });
        context.SaveChanges();
    }

    [TearDown]
    public void Close() => _database.Dispose();

    [Test]
    public void A_ring_key_that_is_revoked_here_is_refused_at_once()
    {
        Notes(_database.Ring).Should().Equal("first");

        _database.KekManager.RevokeKey(RingKey(), "known to others");

        FluentActions.Invoking(() => Notes(_database.Ring))
            .Should().Throw<KeyRevokedException>()
            .WithMessage("*RewrapAsync(evenIfRevoked: true)*");
    }

    [Test]
    public void A_ring_key_that_is_revoked_elsewhere_is_refused_after_the_interval()
    {
        using var other = _database.NewRing(_database.OpenKeyRing("ring"));
        Notes(other).Should().Equal("first");

        _database.KekManager.RevokeKey(RingKey(), "known to others");

        Notes(other).Should().Equal("first");
        _database.Time.Advance(DataKeyRing.RefreshInterval);
        FluentActions.Invoking(() => Notes(other)).Should().Throw<KeyRevokedException>();
    }

    [Test]
    public async Task A_new_ring_key_is_followed_by_a_new_data_key_before_the_next_save()
    {
        var former = RingKey();
        var newest = _database.KekManager.CreateNewKey(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow + Validity).KeyId;

        await AddAsync(_database.Ring, "second");

        var status = await _database.Keys.GetStatusAsync();
        status.ActiveKey!.KekId.Should().Be(newest);
        status.ActiveKey.Generation.Should().Be(2);
        Under(status, status.ActiveKey.KeyId).Should().Be(1);
        status.RingKeys.Select(key => (key.KeyId, key.Availability)).Should().BeEquivalentTo(
            [(former, RingKeyAvailability.Available), (newest, RingKeyAvailability.Available)]);
        Notes(_database.Ring).Should().BeEquivalentTo("first", "second");
        await AddAsync(_database.Ring, "third");
        (await _database.Keys.GetStatusAsync()).ActiveKey!.Generation.Should().Be(2, "one new ring key makes one new data key");
    }

    [Test]
    public async Task A_synchronous_save_follows_too_and_one_inside_a_transaction_does_not()
    {
        _database.KekManager.CreateNewKey(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow + Validity);
        using (var context = _database.NewContext())
        using (var transaction = context.Database.BeginTransaction())
        {
            context.Add(new Account { Note = "inside" });
            context.SaveChanges();
            transaction.Commit();
        }

        (await _database.Keys.GetStatusAsync()).ActiveKey!.Generation.Should().Be(1);
        using (var context = _database.NewContext())
        {
            context.Add(new Account { Note = "outside" });
            context.SaveChanges();
        }

        (await _database.Keys.GetStatusAsync()).ActiveKey!.Generation.Should().Be(2);
    }

    [Test]
    public async Task A_new_ring_key_that_cannot_be_read_here_leaves_the_data_key_in_use()
    {
        var newest = _database.KekManager.CreateNewKey(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow + Validity).KeyId;
        var file = Path.Combine(_database.Folder, "ring", $"key-{newest:D}.xml");
        var xml = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(
            file, System.Text.RegularExpressions.Regex.Replace(xml, "<value>[^<]*</value>", "<value>not base64</value>"));
        using var ring = _database.NewRing(_database.OpenKeyRing("ring"));

        await AddAsync(ring, "second");

        Notes(ring).Should().BeEquivalentTo("first", "second");
        (await _database.Keys.GetStatusAsync()).ActiveKey!.Generation.Should().Be(1);
        var keys = new EncryptionKeyManager(ring, () => _database.NewContext(ring), ring.Dialect!, _database.Time);
        (await keys.Awaiting(manager => manager.RotateDataKeyAsync()).Should().ThrowAsync<TradingDataException>()).Which.Code.Should()
            .Be("encryption.ring_key_unusable");
    }

    [Test]
    public void Without_its_tables_a_save_says_to_migrate_first()
    {
        using var ring = _database.NewRing();
        _database.Execute("DROP TABLE encryption_data_keys");
        using var context = _database.NewContext(ring);
        context.Add(new Account { Note = "second" });

        context.Invoking(c => c.SaveChanges())
            .Should().Throw<EncryptionUpdateException>()
            .WithMessage("*migrate*").Which.Code.Should()
            .Be("encryption.keys_unreadable");
    }

    [Test]
    public async Task Rings_that_follow_at_once_make_one_data_key()
    {
        var rings = Enumerable.Range(0, 6).Select(_ => _database.NewRing(_database.OpenKeyRing("ring"))).ToList();
        foreach (var ring in rings)
            Notes(ring);
        _database.KekManager.CreateNewKey(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow + Validity);
        _database.Time.Advance(DataKeyRing.RefreshInterval);

        await Task.WhenAll(rings.Select(ring => Task.Run(() => AddAsync(ring, "later"))));

        (await _database.Keys.GetStatusAsync()).Keys.Count(key => key.Purpose == "field").Should().Be(2);
        Notes(_database.Ring).Should().HaveCount(7);
    }

    [Test]
    public async Task A_ring_can_be_told_not_to_follow()
    {
        using var ring = new DataKeyRing(_database.Protection, () => _database.NewContext(null), _database.Time,
            _database.KekManager)
        { RotateWithKeyRing = false };
        _database.KekManager.CreateNewKey(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow + Validity);

        await AddAsync(ring, "second");

        (await _database.Keys.GetStatusAsync()).ActiveKey!.Generation.Should().Be(1);
    }

    [Test]
    public async Task Data_keys_of_a_revoked_ring_key_can_be_taken_over_on_purpose_only()
    {
        _database.KekManager.RevokeKey(RingKey(), "known to others");
        var keys = _database.Keys;

        await keys.Awaiting(manager => manager.RewrapAsync()).Should().ThrowAsync<KeyRevokedException>();
        (await keys.RewrapAsync(evenIfRevoked: true)).Should().Be(2);

        Notes(_database.Ring).Should().Equal("first");
        var status = await keys.GetStatusAsync();
        status.RingKeys.Should().ContainSingle().Which.Availability.Should().Be(RingKeyAvailability.Available);
        using var context = _database.NewContext();
        context.Accounts.Single(account => account.Email == "a@b.c").Note.Should().Be("first");
    }

    [Test]
    public async Task A_lost_ring_key_is_named_and_nothing_is_written_under_another()
    {
        var needed = RingKey();
        var rows = _database.Scalar<int>("SELECT COUNT(*) FROM encryption_data_keys");
        var lost = _database.OpenKeyRing("an empty ring");
        using var ring = _database.NewRing(lost);
        var keys = new EncryptionKeyManager(ring, () => _database.NewContext(ring), ring.Dialect!, _database.Time);

        (await keys.Awaiting(manager => manager.VerifyAsync()).Should().ThrowAsync<KeyRingMismatchException>()).Which.KekIds.Should()
            .Equal(needed);
        await FluentActions.Awaiting(() => AddAsync(ring, "second")).Should().ThrowAsync<EncryptionUpdateException>();
        var status = await keys.GetStatusAsync();

        status.RingKeys.Should().ContainSingle().Which.Should()
            .BeEquivalentTo(new { KeyId = needed, Availability = RingKeyAvailability.Missing });
        _database.Scalar<int>("SELECT COUNT(*) FROM encryption_data_keys").Should().Be(rows);
        Notes(_database.Ring).Should().Equal("first");
    }

    [Test]
    public async Task A_key_wrapped_by_a_protector_of_DataProtection_opens_too()
    {
        // As a ring wraps that does not show its keys.
        using var database = new EncryptedDatabase();
        using (var blind = new DataKeyRing(database.Protection, () => database.NewContext(null), database.Time))
            await AddToAsync(database, blind, "by protector");

        using var ring = database.NewRing();
        using var context = database.NewContext(ring);
        context.Accounts.Single().Note.Should().Be("by protector");
    }

    private Guid RingKey() =>
        new(_database.Scalar<string>("SELECT kek_id FROM encryption_data_keys WHERE purpose = 'field' AND generation = 1")!);

    private Task AddAsync(DataKeyRing ring, string note) => AddToAsync(_database, ring, note);

    private static async Task AddToAsync(EncryptedDatabase database, DataKeyRing ring, string note)
    {
        await using var context = database.NewContext(ring);
        context.Add(new Account { Note = note });
        await context.SaveChangesAsync();
    }

    private List<string?> Notes(DataKeyRing ring)
    {
        using var context = _database.NewContext(ring);
        return context.Accounts.AsNoTracking().Select(account => account.Note).ToList();
    }

    private static long Under(EncryptionStatus status, uint keyId) =>
        status.Columns.Single(row => row.Table == "accounts" && row.Column == "Note").ValuesByKey.GetValueOrDefault(keyId);
}

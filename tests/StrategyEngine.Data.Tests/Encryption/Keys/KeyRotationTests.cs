using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Sqlite;

namespace StrategyEngine.Data.Tests.Encryption;

[TestFixture]
internal sealed class KeyRotationTests
{
    private EncryptedDatabase _database = null!;

    [SetUp]
    public void Open() => _database = new EncryptedDatabase();

    [TearDown]
    public void Close() => _database.Dispose();

    [Test]
    public async Task The_next_write_after_a_rotation_uses_the_new_key_and_old_values_still_open()
    {
        Add("first");
        var former = (await _database.Keys.GetStatusAsync()).ActiveKey!;
        var rotated = await _database.Keys.RotateDataKeyAsync();
        Add("second");

        var note = (await _database.Keys.GetStatusAsync()).Columns.Single(column => (column.Table, column.Column) == ("accounts", "Note"));
        note.ValuesByKey.Should().BeEquivalentTo(new Dictionary<uint, long> { [former.KeyId] = 1, [rotated.KeyId] = 1 });
        rotated.Generation.Should().Be(2);
        ReadNotes().Should().BeEquivalentTo("first", "second");
    }

    [Test]
    public async Task A_changed_property_moves_to_the_new_key_and_the_others_stay()
    {
        var id = Add("note");
        var former = (await _database.Keys.GetStatusAsync()).ActiveKey!;
        await _database.Keys.RotateDataKeyAsync();
        using (var context = _database.NewContext())
        {
            var account = context.Accounts.Single(account => account.Id == id);
            account.Remark = "changed";
            account.ApiSecret = account.ApiSecret;
            context.SaveChanges();
        }

        var status = await _database.Keys.GetStatusAsync();
        Under(status, "Remark", status.ActiveKey!.KeyId).Should().Be(1);
        Under(status, "Note", former.KeyId).Should().Be(1);
        Under(status, "api_secret", former.KeyId).Should().Be(1);
        status.OutdatedValues.Should().Be(2);
    }

    [Test]
    public async Task Status_counts_keys_plaintext_and_nulls_without_decrypting()
    {
        Add("one");
        Add(null);
        _database.Execute("UPDATE accounts SET \"Remark\" = 'plain' WHERE \"Note\" IS NULL");

        // A ring that can open nothing counts all the same.
        var (other, _) = _database.OpenKeyRing("another ring");
        using var ring = new DataKeyRing(other, () => _database.NewContext(null), _database.Time);
        var manager = new EncryptionKeyManager(
            ring, () => _database.NewContext(ring), new SqliteTradingProvider("Data Source=none.db").Encryption, _database.Time);
        var status = await manager.GetStatusAsync();

        var note = status.Columns.Single(column => (column.Table, column.Column) == ("accounts", "Note"));
        (note.ValuesByKey.Values.Sum(), note.PlaintextValues, note.NullValues, note.StableName).Should().Be((1, 0, 1, "accounts/Note"));
        var remark = status.Columns.Single(column => (column.Table, column.Column) == ("accounts", "Remark"));
        (remark.ValuesByKey.Values.Sum(), remark.PlaintextValues, remark.NullValues).Should().Be((0, 1, 1));
        status.Keys.Should().HaveCount(2).And.OnlyContain(key => key.State == DataKeyState.Active);
        status.Keys.Should().OnlyContain(key => key.KekId == _database.KekManager.GetAllKeys().Single().KeyId);
    }

    [Test]
    public async Task A_key_is_not_rotated_under_a_foreign_key_ring()
    {
        Add("mine");
        var (foreign, _) = _database.OpenKeyRing("another ring");
        using var ring = new DataKeyRing(foreign, () => _database.NewContext(null), _database.Time);
        var manager = new EncryptionKeyManager(
            ring, () => _database.NewContext(ring), new SqliteTradingProvider("Data Source=none.db").Encryption, _database.Time);

        await manager.Invoking(keys => keys.RotateDataKeyAsync()).Should().ThrowAsync<KeyRingMismatchException>();

        (await _database.Keys.GetStatusAsync()).Keys.Count(key => key.Purpose == "field").Should().Be(1);
    }

    [Test]
    public async Task Another_process_reads_values_of_a_new_key_at_once_and_writes_with_it_after_the_interval()
    {
        using var other = _database.NewRing();
        Add("mine");
        using (var context = _database.NewContext(other))
            context.Accounts.Single().Note.Should().Be("mine");
        var rotated = await _database.Keys.RotateDataKeyAsync();
        Add("under the new key");

        using (var context = _database.NewContext(other))
            context.Accounts.Select(account => account.Note).ToList().Should().Contain("under the new key");
        _database.Time.Advance(DataKeyRing.RefreshInterval);
        using (var context = _database.NewContext(other))
        {
            context.Add(new Account { Remark = "theirs" });
            context.SaveChanges();
        }

        Under(await _database.Keys.GetStatusAsync(), "Remark", rotated.KeyId).Should().Be(1);
    }

    [Test]
    public async Task A_revoked_key_opens_nothing_here_at_once_and_elsewhere_after_the_interval()
    {
        using var other = _database.NewRing();
        Add("note");
        using (var context = _database.NewContext(other))
            context.Accounts.Single().Note.Should().Be("note");
        var key = (await _database.Keys.GetStatusAsync()).ActiveKey!;

        await _database.Keys.RevokeAsync(key.KeyId, evenIfUsed: true);

        FluentActions.Invoking(ReadNotes).Should().Throw<KeyRevokedException>().Which.KeyId.Should().Be(key.KeyId);
        _database.Time.Advance(DataKeyRing.RefreshInterval);
        using (var context = _database.NewContext(other))
            context.Accounts.Invoking(accounts => accounts.ToList()).Should().Throw<KeyRevokedException>();
        Add("new values can be written");
        (await _database.Keys.GetStatusAsync()).Keys.Single(row => row.KeyId == key.KeyId).State.Should().Be(DataKeyState.Revoked);
    }

    [Test]
    public async Task A_destroyed_key_is_named_as_such()
    {
        Add("note");
        var key = (await _database.Keys.GetStatusAsync()).ActiveKey!;
        await _database.Keys.RotateDataKeyAsync();
        _database.Execute(
            "UPDATE encryption_data_keys SET state = 'destroyed', wrapped = x'' WHERE key_id = $id", ("$id", unchecked((int)key.KeyId)));
        await _database.Ring.RefreshAsync();

        FluentActions.Invoking(ReadNotes).Should().Throw<KeyDestroyedException>();
    }

    [Test]
    public async Task The_root_of_the_blind_indexes_cannot_be_revoked()
    {
        Add("note");
        var root = _database.Ring.BlindIndexRoot(1).KeyId;

        await _database.Keys.Invoking(keys => keys.RevokeAsync(root)).Should().ThrowAsync<ArgumentException>();
    }

    [Test]
    public async Task Rewrapping_moves_the_data_keys_to_the_new_key_of_the_ring_and_touches_no_data()
    {
        Add("note");
        var stored = _database.Scalar<byte[]>("SELECT \"Note\" FROM accounts");
        _database.KekManager.CreateNewKey(DateTimeOffset.UtcNow.AddSeconds(1), DateTimeOffset.UtcNow.AddDays(90));
        var newest = _database.KekManager.GetAllKeys().OrderBy(key => key.CreationDate).Last().KeyId;

        // A ring opened anew uses its newest key; one already open takes it up in the background.
        var (protection, manager) = _database.OpenKeyRing("ring");
        using var ring = new DataKeyRing(protection, () => _database.NewContext(null), _database.Time, manager);
        var keys = new EncryptionKeyManager(
            ring, () => _database.NewContext(ring), new SqliteTradingProvider("Data Source=none.db").Encryption, _database.Time);
        (await keys.RewrapAsync()).Should().Be(2);

        (await keys.GetStatusAsync()).Keys.Should().OnlyContain(key => key.KekId == newest);
        (await keys.RewrapAsync()).Should().Be(0);
        using var context = _database.NewContext(ring);
        context.Accounts.Single().Note.Should().Be("note");
        _database.Scalar<byte[]>("SELECT \"Note\" FROM accounts").Should().Equal(stored);
    }

    private Guid Add(string? note)
    {
        using var context = _database.NewContext();
        var account = new Account { Note = note, ApiSecret = note is null ? null : new Secret<string>(note) };
        context.Add(account);
        context.SaveChanges();
        return account.Id;
    }

    private List<string?> ReadNotes()
    {
        using var context = _database.NewContext();
        return context.Accounts.AsNoTracking().Select(account => account.Note).ToList();
    }

    private static long Under(EncryptionStatus status, string column, uint keyId) =>
        status.Columns.Single(row => row.Table == "accounts" && row.Column == column).ValuesByKey.GetValueOrDefault(keyId);
}

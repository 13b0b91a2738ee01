using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>Retiring, reinstating and destroying data keys.</summary>
[TestFixture]
internal sealed class KeyLifeTests
{
    private EncryptedDatabase _database = null!;
    private uint _former;

    [SetUp]
    public async Task Open()
    {
        _database = new EncryptedDatabase();
        Add("first");
        _former = (await _database.Keys.GetStatusAsync()).ActiveKey!.KeyId;
    }

    [TearDown]
    public void Close() => _database.Dispose();

    [Test]
    public async Task A_key_is_retired_once_nothing_is_under_it_and_can_be_reinstated()
    {
        await _database.Keys.RotateDataKeyAsync();
        await _database.Keys.ReencryptAsync();
        _database.Time.Advance(DataKeyRing.RefreshInterval);

        await _database.Keys.RetireAsync(_former);

        (await StateAsync()).Should().Be(DataKeyState.Retired);
        Notes().Should().Equal("first");
        await _database.Keys.ReinstateAsync(_former);
        (await StateAsync()).Should().Be(DataKeyState.Decrypt);
    }

    [Test]
    public async Task A_value_that_comes_back_from_a_backup_under_a_retired_key_says_how_to_read_it()
    {
        var backedUp = _database.Scalar<byte[]>("SELECT \"Note\" FROM accounts")!;
        await _database.Keys.RotateDataKeyAsync();
        await _database.Keys.ReencryptAsync();
        _database.Time.Advance(DataKeyRing.RefreshInterval);
        await _database.Keys.RetireAsync(_former);

        _database.Execute("UPDATE accounts SET \"Note\" = $v", ("$v", backedUp));

        FluentActions.Invoking(Notes)
            .Should().Throw<KeyRetiredException>()
            .WithMessage("*ReinstateAsync*").Which.KeyId.Should()
            .Be(_former);
        await _database.Keys.ReinstateAsync(_former);
        Notes().Should().Equal("first");
    }

    [Test]
    public async Task A_key_is_not_retired_while_values_are_under_it()
    {
        await _database.Keys.RotateDataKeyAsync();
        _database.Time.Advance(DataKeyRing.RefreshInterval);

        (await Refusal(keys => keys.RetireAsync(_former))).Should().Be("encryption.key_in_use");
        (await Refusal(keys => keys.RevokeAsync(_former))).Should().Be("encryption.key_in_use");
        (await Refusal(keys => keys.DestroyAsync(_former))).Should().Be("encryption.key_state", "it is retired first");

        Notes().Should().Equal("first");
        (await StateAsync()).Should().Be(DataKeyState.Decrypt);
    }

    [Test]
    public async Task A_key_is_not_retired_while_other_processes_may_still_write_under_it()
    {
        await _database.Keys.RotateDataKeyAsync();
        await _database.Keys.ReencryptAsync();
        _database.Time.Advance(DataKeyRing.RefreshInterval - TimeSpan.FromSeconds(1));

        (await Refusal(keys => keys.RetireAsync(_former))).Should().Be("encryption.key_too_young");
        (await Refusal(keys => keys.RevokeAsync(_former))).Should().Be("encryption.key_too_young");

        _database.Time.Advance(TimeSpan.FromSeconds(1));
        await _database.Keys.RetireAsync(_former);
    }

    [Test]
    public async Task An_active_key_is_neither_retired_nor_destroyed()
    {
        (await Refusal(keys => keys.RetireAsync(_former))).Should().Be("encryption.key_state");
        (await Refusal(keys => keys.DestroyAsync(_former, evenIfUsed: true))).Should().Be("encryption.key_state");
        (await Refusal(keys => keys.ReinstateAsync(_former))).Should().Be("encryption.key_state");
    }

    [Test]
    public async Task A_value_that_was_still_under_way_when_its_key_was_retired_is_not_lost()
    {
        // Another process saves under the former key in a transaction that outlasts the interval.
        var late = new FieldProtector(_database.Ring).Encrypt("late", "accounts/Note");
        await _database.Keys.RotateDataKeyAsync();
        await _database.Keys.ReencryptAsync();
        _database.Time.Advance(DataKeyRing.RefreshInterval);
        (await Refusal(keys => keys.DestroyAsync(_former))).Should().Be("encryption.key_state");
        await _database.Keys.RetireAsync(_former);
        _database.Execute("UPDATE accounts SET \"Note\" = $v", ("$v", late));

        (await Refusal(keys => keys.DestroyAsync(_former))).Should().Be("encryption.key_in_use");
        await _database.Keys.ReinstateAsync(_former);

        Notes().Should().Equal("late");
    }

    [Test]
    public async Task A_revoked_or_destroyed_key_cannot_return_to_an_earlier_state()
    {
        await _database.Keys.RotateDataKeyAsync();
        await _database.Keys.RevokeAsync(_former, evenIfUsed: true);
        (await Refusal(keys => keys.ReinstateAsync(_former))).Should().Be("encryption.key_state");
        (await Refusal(keys => keys.RetireAsync(_former))).Should().Be("encryption.key_state");
        await _database.Keys.DestroyAsync(_former, evenIfUsed: true);

        (await Refusal(keys => keys.RevokeAsync(_former, evenIfUsed: true))).Should().Be("encryption.key_state");

        (await StateAsync()).Should().Be(DataKeyState.Destroyed);
    }

    [Test]
    public async Task A_destroyed_key_is_erased_and_its_values_are_gone_for_good()
    {
        await _database.Keys.RotateDataKeyAsync();

        await _database.Keys.DestroyAsync(_former, evenIfUsed: true);

        _database.Scalar<byte[]>("SELECT wrapped FROM encryption_data_keys WHERE key_id = $id", ("$id", unchecked((int)_former))).Should()
            .BeNullOrEmpty();
        FluentActions.Invoking(Notes).Should().Throw<KeyDestroyedException>().Which.KeyId.Should().Be(_former);
        using var again = _database.NewRing();
        using var context = _database.NewContext(again);
        context.Accounts.Invoking(accounts => accounts.ToList()).Should().Throw<KeyDestroyedException>();
        (await _database.Keys.Awaiting(keys => keys.ReinstateAsync(_former)).Should().ThrowAsync<TradingDataException>()).Which.Code
            .Should().Be("encryption.key_state");
    }

    [Test]
    public async Task The_root_of_the_blind_indexes_stays()
    {
        var root = _database.Ring.BlindIndexRoot(1).KeyId;

        await _database.Keys.Awaiting(keys => keys.RetireAsync(root)).Should().ThrowAsync<ArgumentException>();
        await _database.Keys.Awaiting(keys => keys.DestroyAsync(root, evenIfUsed: true)).Should().ThrowAsync<ArgumentException>();
        await _database.Keys.Awaiting(keys => keys.RevokeAsync(1)).Should().ThrowAsync<ArgumentException>().WithMessage("*00000001*");
    }

    private async Task<string> Refusal(Func<EncryptionKeyManager, Task> call) =>
        (await _database.Keys.Awaiting(call).Should().ThrowAsync<TradingDataException>()).Which.Code;

    private async Task<DataKeyState> StateAsync() => (await _database.Keys.GetStatusAsync()).Keys.Single(key => key.KeyId == _former).State;

    private void Add(string note)
    {
        using var context = _database.NewContext();
        context.Add(new Account { Note = note });
        context.SaveChanges();
    }

    private List<string?> Notes()
    {
        using var context = _database.NewContext();
        return context.Accounts.AsNoTracking().Select(account => account.Note).ToList();
    }
}

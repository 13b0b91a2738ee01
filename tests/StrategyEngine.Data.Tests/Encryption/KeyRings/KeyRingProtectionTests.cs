using FluentAssertions;

using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption.KeyRings;

/// <summary>A ring sealed by a secret, over several starts of an application.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class KeyRingProtectionTests : IDisposable
{
    private readonly KeyRingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task A_ring_sealed_by_a_secret_opens_the_database_at_the_next_start()
    {
        var secret = _folder.Variable();
        await using (var first = _folder.Start(ring => ring.ProtectKeysWithSecret(secret), "Production"))
            await _folder.WriteUserAsync(first, "ada@example.com");
        await using var second = _folder.Start(ring => ring.ProtectKeysWithSecret(secret), "Production");

        (await _folder.ReadEmailsAsync(second)).Should().Equal("ada@example.com");
        _folder.Ring.EnumerateFiles("*.xml").Should()
            .NotBeEmpty().And.OnlyContain(file => !File.ReadAllText(file.FullName).Contains("masterKey"));
        second.GetRequiredService<KeyRing>().GetKeys().Should().ContainSingle().Which.IsProtected.Should().BeTrue();
    }

    [Test]
    public async Task The_secret_may_lie_in_a_file()
    {
        var text = KeyRingFolder.RandomSecret();
        var file = _folder.WriteFile("secret", text + "\n");
        await using (var first = _folder.Start(ring => ring.ProtectKeysWithSecret(KeyRingSecret.FromFile(file))))
            await _folder.WriteUserAsync(first, "ada@example.com");
        await using var second = _folder.Start(ring => ring.ProtectKeysWithSecret(_folder.Variable(text, out _)));

        (await _folder.ReadEmailsAsync(second)).Should().Equal("ada@example.com");
        _folder.Log.Warnings.Should().NotContain(warning => warning.Contains("1042"));
    }

    [Test]
    public async Task A_wrong_secret_is_refused_at_start_by_its_place_and_writes_no_key()
    {
        var right = KeyRingFolder.RandomSecret();
        var wrong = KeyRingFolder.RandomSecret();
        await using (var first = _folder.Start(ring => ring.ProtectKeysWithSecret(_folder.Variable(right, out _))))
            await _folder.WriteUserAsync(first, "ada@example.com");
        var before = _folder.Snapshot();
        var place = _folder.Variable(wrong, out var name);

        var problem = _folder.Problems(ring => ring.ProtectKeysWithSecret(place)).Should().ContainSingle().Which;

        problem.Should().Contain(name).And.Contain("UnprotectKeysWithAnySecret").And.NotContain(right).And.NotContain(wrong);
        _folder.Snapshot().Should().Equal(before);
        _folder.Log.Text.Should().NotContain(right).And.NotContain(wrong);
    }

    [Test]
    public void A_missing_variable_a_missing_file_and_a_weak_secret_are_refused_at_start_and_nothing_is_written()
    {
        _folder.Problems(ring => ring.ProtectKeysWithSecret(_folder.Variable(null, out _)))
            .Should().ContainSingle().Which.Should()
            .Contain("empty or not set").And.Contain("openssl rand");
        _folder.Problems(ring => ring.ProtectKeysWithSecret(KeyRingSecret.FromFile("/nowhere/secret"))).Should()
            .ContainSingle().Which.Should().Contain("/nowhere/secret");
        _folder.Problems(ring => ring.ProtectKeysWithSecret(_folder.Variable("hunter2", out _)))
            .Should().ContainSingle().Which.Should()
            .Contain("too weak").And.NotContain("hunter2");

        _folder.Snapshot().Should().BeEmpty();
    }

    [Test]
    public async Task A_ring_without_its_secret_says_which_call_is_missing()
    {
        await using (var first = _folder.Start(ring => ring.ProtectKeysWithSecret(_folder.Variable())))
            await _folder.WriteUserAsync(first, "ada@example.com");

        _folder.Problems().Should().ContainSingle().Which.Should().Contain("ProtectKeysWithSecret");
    }

    [Test]
    public async Task The_secret_changes_by_way_of_both()
    {
        var former = _folder.Variable();
        var next = _folder.Variable();
        await using (var first = _folder.Start(ring => ring.ProtectKeysWithSecret(former)))
            await _folder.WriteUserAsync(first, "ada@example.com");
        await using (var between = _folder.Start(ring => ring.ProtectKeysWithSecret(next).UnprotectKeysWithAnySecret(former)))
        {
            (await _folder.ReadEmailsAsync(between)).Should().Equal("ada@example.com");
            _folder.Problems(ring => ring.ProtectKeysWithSecret(next)).Should().ContainSingle("the key is still under the former secret");

            (await between.GetRequiredService<KeyRing>().ReprotectAsync()).Should().Be(1);
        }

        await using var after = _folder.Start(ring => ring.ProtectKeysWithSecret(next));
        (await _folder.ReadEmailsAsync(after)).Should().Equal("ada@example.com");
        _folder.Problems(ring => ring.ProtectKeysWithSecret(former)).Should().ContainSingle("nothing is under the former secret any more");
    }

    [Test]
    public async Task A_running_process_goes_on_while_its_secret_is_replaced()
    {
        var file = _folder.WriteFile("secret", KeyRingFolder.RandomSecret());
        await using var services = _folder.Start(ring => ring.ProtectKeysWithSecret(KeyRingSecret.FromFile(file)));
        await _folder.WriteUserAsync(services, "ada@example.com");
        _folder.WriteFile("secret", KeyRingFolder.RandomSecret());
        var manager = services.GetRequiredService<KeyRing>().KeyManager;

        manager.CreateNewKey(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(90));

        manager.GetAllKeys().Should().HaveCount(2).And.OnlyContain(key => key.CreateEncryptor() != null);
        _folder.Problems(ring => ring.ProtectKeysWithSecret(KeyRingSecret.FromFile(file))).Should()
            .ContainSingle("the next start reads the file anew");
    }

    [Test]
    public async Task A_former_secret_that_no_key_needs_may_be_gone()
    {
        var secret = _folder.Variable();
        await using (var first = _folder.Start(ring => ring.ProtectKeysWithSecret(secret)))
            await _folder.WriteUserAsync(first, "ada@example.com");

        _folder.Problems(ring => ring.ProtectKeysWithSecret(secret).UnprotectKeysWithAnySecret(_folder.Variable(null, out _))).Should()
            .BeEmpty();
    }

    [Test]
    public async Task Protecting_again_keeps_expired_and_revoked_keys_and_their_rights()
    {
        var secret = _folder.Variable();
        await using var services = _folder.Start(ring => ring.ProtectKeysWithSecret(secret));
        await _folder.WriteUserAsync(services, "ada@example.com");
        var ring = services.GetRequiredService<KeyRing>();
        var expired = ring.KeyManager.CreateNewKey(DateTimeOffset.UtcNow.AddDays(-200), DateTimeOffset.UtcNow.AddDays(-100));
        var revoked = ring.KeyManager.CreateNewKey(DateTimeOffset.UtcNow.AddDays(-20), DateTimeOffset.UtcNow.AddDays(-10));
        ring.KeyManager.RevokeKey(revoked.KeyId);
        var before = ring.GetKeys();
        var files = _folder.Snapshot();

        (await ring.ReprotectAsync()).Should().Be(3);

        ring.GetKeys().Should().Equal(before).And.Contain(key => key.Id == expired.KeyId).And.ContainSingle(key => key.IsRevoked);
        _folder.Snapshot().Keys.Should().Equal(files.Keys);
        _folder.Snapshot()
            .Where(file => file.Key.StartsWith("key-", StringComparison.Ordinal))
            .Should().OnlyContain(file => files[file.Key] != file.Value);
        if (!OperatingSystem.IsWindows())
        {
            _folder.Ring.EnumerateFiles("key-*").Should()
                .OnlyContain(file => file.UnixFileMode == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    [Test]
    public async Task While_it_is_protected_again_a_reader_finds_every_key_whole()
    {
        var secret = _folder.Variable();
        await using var writer = _folder.Start(ring => ring.ProtectKeysWithSecret(secret));
        await using var reader = _folder.Start(ring => ring.ProtectKeysWithSecret(secret));
        await _folder.WriteUserAsync(writer, "ada@example.com");
        var id = reader.GetRequiredService<KeyRing>().GetKeys().Single().Id;
        using var done = new CancellationTokenSource();
        var reading = Task.Run(() =>
        {
            var reads = 0;
            for (; reads == 0 || !done.IsCancellationRequested; reads++)
            {
                reader.GetRequiredService<KeyRing>().KeyManager.GetAllKeys()
                    .Single(key => key.KeyId == id)
                    .CreateEncryptor()
                    .Should().NotBeNull();
            }

            return reads;
        });

        for (var run = 0; run < 50; run++)
            await writer.GetRequiredService<KeyRing>().ReprotectAsync();
        await done.CancelAsync();

        (await reading).Should().BePositive();
    }

    [Test]
    public async Task Protecting_again_is_refused_where_nothing_protects()
    {
        await using var services = _folder.Start();

        (await services.GetRequiredService<KeyRing>()
            .Awaiting(ring => ring.ReprotectAsync())
            .Should().ThrowAsync<KeyRingException>()).Which.Message.Should().Contain("ProtectKeysWithSecret");
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Permissions of Unix.")]
    public async Task A_secret_or_a_key_that_others_can_read_is_warned_of_and_a_new_directory_is_the_owners_alone()
    {
        var file = _folder.WriteFile("secret", KeyRingFolder.RandomSecret(), (UnixFileMode)0b110_100_100);
        await using (var first = _folder.Start(ring => ring.ProtectKeysWithSecret(KeyRingSecret.FromFile(file))))
            first.GetRequiredService<TradingDatabase>();
        _folder.Log.Warnings.Should().ContainSingle().Which.Should().Contain("1042").And.Contain(file).And.Contain("chmod");
        if (!OperatingSystem.IsWindows())
        {
            _folder.Ring.UnixFileMode.Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.SetUnixFileMode(_folder.Ring.EnumerateFiles().Single().FullName, (UnixFileMode)0b110_100_100);
            File.SetUnixFileMode(file, UnixFileMode.UserRead);
        }

        await using var second = _folder.Start(ring => ring.ProtectKeysWithSecret(KeyRingSecret.FromFile(file)));
        second.GetRequiredService<TradingDatabase>();
        _folder.Log.Warnings.Should().HaveCount(2).And.Subject.Last().Should().Contain(_folder.Ring.FullName);
    }

    [Test]
    public void The_name_of_a_place_never_shows_the_secret()
    {
        var text = KeyRingFolder.RandomSecret();

        _folder.Variable(text, out var name).ToString().Should().Contain(name).And.NotContain(text);
    }

    [Test]
    public async Task Another_rings_secret_of_the_same_process_does_not_help()
    {
        var mine = _folder.Variable();
        using var other = new KeyRingFolder();
        await using var neighbour = other.Start(ring => ring.ProtectKeysWithSecret(mine));
        neighbour.GetRequiredService<TradingDatabase>();
        await using (var first = _folder.Start(ring => ring.ProtectKeysWithSecret(mine)))
            first.GetRequiredService<TradingDatabase>();

        _folder.Problems(ring => ring.ProtectKeysWithSecret(_folder.Variable())).Should().ContainSingle();
    }
}

using System.Security.Cryptography;
using System.Text;

using FluentAssertions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement.Internal;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Encryption.KeyRings;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Tests.Encryption.KeyRings;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RecoveryKitTests : IDisposable
{
    private const string Passphrase = "seven grey herons wade at dawn";

    // As cheap as the format allows: these tests open hundreds.
    private static readonly KitCost Cheap = new(6, 1, 1);

    private readonly KeyRingFolder _folder = new();

    private string KitFile => Path.Combine(_folder.Root.FullName, "kit");

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task A_lost_ring_is_replaced_and_the_database_opens_again()
    {
        var lost = _folder.Variable();
        var next = _folder.Variable();
        await using (var first = _folder.Start(ring => ring.ProtectKeysWithSecret(lost)))
        {
            await _folder.WriteUserAsync(first, "ada@example.com");
            await first.GetRequiredService<KeyRingRecoveryKit>().ExportAsync(KitFile, Passphrase);
        }

        _folder.Ring.Delete(recursive: true);
        await using (var second = _folder.Start(ring => ring.ProtectKeysWithSecret(next)))
        {
            await FluentActions.Awaiting(() => _folder.ReadEmailsAsync(second)).Should()
                .ThrowAsync<Exception>("the new ring has another key");
            await using var kit = File.OpenRead(KitFile);

            (await second.GetRequiredService<KeyRingRecoveryKit>().ImportAsync(kit, Passphrase)).Added.Should().ContainSingle();

            (await _folder.ReadEmailsAsync(second)).Should().Equal(["ada@example.com"], "this process notices at once");
        }

        await using var third = _folder.Start(ring => ring.ProtectKeysWithSecret(next), "Production");
        (await _folder.ReadEmailsAsync(third)).Should().Equal("ada@example.com");
        _folder.Ring.EnumerateFiles("*.xml").Should()
            .HaveCount(2).And.OnlyContain(file => !File.ReadAllText(file.FullName).Contains("masterKey"));
    }

    [Test]
    public async Task Whoever_caches_the_ring_is_told_of_an_import_and_finds_the_keys_there()
    {
        using var other = new KeyRingFolder();
        await using var source = _folder.Start();
        var id = source.GetRequiredService<KeyRing>().GetKeys().Single().Id;
        await using var target = other.Start();
        var ring = target.GetRequiredService<KeyRing>();
        var found = false;
        await using var registration = ring.KeyManager.GetCacheExpirationToken()
            .Register(() => found = ring.KeyManager.GetAllKeys().Any(key => key.KeyId == id));

        await ImportAsync(target, await ExportAsync(source));

        found.Should().BeTrue();
        ring.KeyManager.GetCacheExpirationToken().IsCancellationRequested.Should().BeFalse("the next change is told too");
        ring.Services.GetRequiredService<IKeyRingProvider>()
            .GetCurrentKeyRing()
            .GetAuthenticatedEncryptorByKeyId(id, out _)
            .Should().NotBeNull();
    }

    [Test]
    public async Task Expired_and_revoked_keys_come_along_and_a_revoked_one_stays_revoked()
    {
        using var other = new KeyRingFolder();
        await using var source = _folder.Start();
        var ring = source.GetRequiredService<KeyRing>();
        var expired = ring.KeyManager.CreateNewKey(DateTimeOffset.UtcNow.AddDays(-200), DateTimeOffset.UtcNow.AddDays(-100)).KeyId;
        var revoked = ring.KeyManager.CreateNewKey(DateTimeOffset.UtcNow.AddDays(-20), DateTimeOffset.UtcNow.AddDays(10)).KeyId;
        ring.KeyManager.RevokeKey(revoked);
        var bytes = await ExportAsync(source);
        await using var target = other.Start(keys => keys.ProtectKeysWithSecret(other.Variable()));
        var own = target.GetRequiredService<KeyRing>().GetKeys().Single();

        var import = await ImportAsync(target, bytes);

        import.Added.Should().HaveCount(3).And.Contain(expired);
        import.Revoked.Should().Equal(revoked);
        target.GetRequiredService<KeyRing>().GetKeys().Select(key => key with { IsProtected = true }).Should()
            .BeEquivalentTo(ring.GetKeys().Select(key => key with { IsProtected = true }).Append(own));
        target.GetRequiredService<KeyRing>().GetKeys().Should().OnlyContain(key => key.IsProtected && key.IsRevoked == (key.Id == revoked));
    }

    [Test]
    public async Task A_mass_revocation_does_not_reach_the_keys_of_the_target()
    {
        using var other = new KeyRingFolder();
        await using var target = other.Start();
        var own = target.GetRequiredService<KeyRing>().GetKeys().Single().Id;
        await using var source = _folder.Start();
        var ring = source.GetRequiredService<KeyRing>();
        var former = ring.GetKeys().Single().Id;
        ring.KeyManager.RevokeAllKeys(DateTimeOffset.UtcNow.AddSeconds(1));

        await ImportAsync(target, await ExportAsync(source));

        target.GetRequiredService<KeyRing>()
            .GetKeys()
            .Should().OnlyContain(key => key.IsRevoked == (key.Id == former)).And.Contain(key => key.Id == own);
    }

    [Test]
    public async Task Importing_twice_adds_nothing_and_a_key_revoked_since_stays_revoked()
    {
        using var other = new KeyRingFolder();
        await using var source = _folder.Start();
        source.GetRequiredService<TradingDatabase>();
        var bytes = await ExportAsync(source);
        await using var target = other.Start();
        var id = (await ImportAsync(target, bytes)).Added.Single();
        target.GetRequiredService<KeyRing>().KeyManager.RevokeKey(id);
        var before = other.Snapshot();

        var again = await ImportAsync(target, bytes);

        again.Should().BeEquivalentTo(new RecoveryKitImport([], [id], []));
        other.Snapshot().Should().Equal(before);
        target.GetRequiredService<KeyRing>().GetKeys().Should().ContainSingle(key => key.IsRevoked).Which.Id.Should().Be(id);
    }

    [Test]
    public async Task A_revocation_in_the_kit_reaches_a_key_that_is_there_already()
    {
        using var other = new KeyRingFolder();
        await using var source = _folder.Start();
        source.GetRequiredService<TradingDatabase>();
        await using var target = other.Start();
        var id = (await ImportAsync(target, await ExportAsync(source))).Added.Single();
        source.GetRequiredService<KeyRing>().KeyManager.RevokeKey(id);

        var import = await ImportAsync(target, await ExportAsync(source));

        import.Revoked.Should().Equal(id);
        target.GetRequiredService<KeyRing>().GetKeys().Should().ContainSingle(key => key.IsRevoked).Which.Id.Should().Be(id);
    }

    [Test]
    public async Task A_kit_tells_which_keys_it_holds_without_its_passphrase_and_holds_none_in_clear()
    {
        await using var services = _folder.Start();
        await _folder.WriteUserAsync(services, "ada@example.com");
        var key = services.GetRequiredService<KeyRing>().GetKeys().Single();
        var stored = System.Xml.Linq.XElement.Load(_folder.Ring.EnumerateFiles().Single().FullName).Descendants("value").Single().Value;
        var bytes = await ExportAsync(services);

        var manifest = await KeyRingRecoveryKit.InspectAsync(new MemoryStream(bytes));

        manifest.ApplicationName.Should().Be("StrategyEngine.Data");
        manifest.CreatedAt.Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        manifest.Keys.Should().Equal(new RecoveryKitKey(key.Id, key.CreatedAt, key.ExpiresAt, false));
        Encoding.UTF8.GetString(bytes).Should().Contain(key.Id.ToString()).And.NotContain("masterKey").And.NotContain(stored);
        bytes.AsSpan().IndexOf(Convert.FromBase64String(stored)).Should().Be(-1);
        await using var context = services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContext();
        (await context.Set<DataKey>().Select(row => row.KekId).Distinct().ToListAsync()).Should()
            .Equal([key.Id], "so the kit names what the database needs");
    }

    [Test]
    public async Task A_wrong_passphrase_is_told_from_a_damaged_kit_and_writes_nothing()
    {
        await using var services = _folder.Start();
        services.GetRequiredService<TradingDatabase>();
        var bytes = await ExportAsync(services);
        var before = _folder.Snapshot();

        (await Fault(services, bytes, Passphrase + " ")).Should().Be(RecoveryKitFault.WrongPassphrase);
        (await Fault(services, bytes, "")).Should().Be(RecoveryKitFault.WrongPassphrase);
        (await Fault(services, bytes[..^1], Passphrase)).Should().Be(RecoveryKitFault.Damaged);

        _folder.Snapshot().Should().Equal(before);
    }

    [Test]
    public async Task The_same_passphrase_typed_in_another_normal_form_opens()
    {
        await using var services = _folder.Start();
        services.GetRequiredService<TradingDatabase>();
        using var stream = new MemoryStream();
        await Kit(services).ExportAsync(stream, "sieben Reiher wa\u0308hlen");

        stream.Position = 0;
        (await Kit(services).ImportAsync(stream, "sieben Reiher w\u00e4hlen")).Skipped.Should().ContainSingle();
    }

    [Test]
    public async Task Every_changed_byte_and_every_truncation_is_a_typed_error_and_writes_nothing()
    {
        await using var services = _folder.Start();
        services.GetRequiredService<TradingDatabase>();
        var bytes = await ExportAsync(services);
        var before = _folder.Snapshot();
        for (var i = 0; i < bytes.Length; i++)
        {
            foreach (var flip in new byte[] { 1, 0x80, 0xFF })
            {
                var altered = (byte[])bytes.Clone();
                altered[i] ^= flip;
                (await Fault(services, altered, Passphrase)).Should()
                    .Be(i < 8 ? RecoveryKitFault.NotAKit : i == 8 ? RecoveryKitFault.UnknownVersion : RecoveryKitFault.Damaged,
                        $"byte {i} was changed");
            }

            (await Fault(services, bytes[..i], Passphrase)).Should()
                .Be(i < 8 ? RecoveryKitFault.NotAKit : RecoveryKitFault.Damaged, $"it was cut off at {i}");
        }

        _folder.Snapshot().Should().Equal(before);
    }

    [Test]
    public async Task Whoever_alters_a_kit_and_its_checksum_is_still_found_out()
    {
        await using var services = _folder.Start();
        services.GetRequiredService<TradingDatabase>();
        var bytes = await ExportAsync(services);
        var opened = new List<RecoveryKitFault>();
        for (var i = 9; i < bytes.Length - SHA256.HashSizeInBytes; i++)
        {
            var forged = (byte[])bytes.Clone();
            forged[i] ^= 1;
            SHA256.HashData(
                forged.AsSpan(0, forged.Length - SHA256.HashSizeInBytes), forged.AsSpan(forged.Length - SHA256.HashSizeInBytes));
            opened.Add(await Fault(services, forged, Passphrase));
        }

        opened.Should()
            .OnlyContain(
                fault =>
                    fault == RecoveryKitFault.WrongPassphrase || fault == RecoveryKitFault.TooCostly || fault == RecoveryKitFault.Damaged)
            .And.Contain(RecoveryKitFault.WrongPassphrase);
    }

    [TestCase(9, 21)]
    [TestCase(9, 5)]
    [TestCase(10, 0)]
    [TestCase(10, 11)]
    [TestCase(11, 0)]
    [TestCase(11, 17)]
    public async Task A_forged_cost_is_refused_before_it_is_paid(int offset, byte cost)
    {
        await using var services = _folder.Start();
        services.GetRequiredService<TradingDatabase>();
        var forged = await ExportAsync(services);
        forged[offset] = cost;
        SHA256.HashData(forged.AsSpan(0, forged.Length - SHA256.HashSizeInBytes), forged.AsSpan(forged.Length - SHA256.HashSizeInBytes));

        (await Fault(services, forged, Passphrase)).Should().Be(RecoveryKitFault.TooCostly);
    }

    [Test]
    public async Task A_kit_of_another_application_name_is_refused_with_the_name()
    {
        using var other = new KeyRingFolder();
        await using var source = _folder.Start(ring => ring.SetApplicationName("the former name"));
        source.GetRequiredService<TradingDatabase>();
        await using var target = other.Start();
        target.GetRequiredService<TradingDatabase>();
        var before = other.Snapshot();

        var failure = (await FluentActions.Awaiting(async () => await ImportAsync(target, await ExportAsync(source))).Should()
            .ThrowAsync<RecoveryKitException>()).Which;

        failure.Fault.Should().Be(RecoveryKitFault.OtherApplication);
        failure.Message.Should().Contain("the former name").And.Contain("SetApplicationName");
        other.Snapshot().Should().Equal(before);
    }

    [Test]
    public async Task A_file_that_is_there_is_left_alone_unless_it_may_be_replaced()
    {
        await using var services = _folder.Start();
        await File.WriteAllTextAsync(KitFile, "precious");

        (await Kit(services).Awaiting(kit => kit.ExportAsync(KitFile, Passphrase)).Should().ThrowAsync<RecoveryKitException>()).Which.Fault
            .Should().Be(RecoveryKitFault.FileExists);
        (await File.ReadAllTextAsync(KitFile)).Should().Be("precious");
        await Kit(services).ExportAsync(KitFile, Passphrase, overwrite: true);

        await using var written = File.OpenRead(KitFile);
        (await KeyRingRecoveryKit.InspectAsync(written)).Keys.Should().ContainSingle();
        _folder.Root.EnumerateFiles("*.tmp").Should().BeEmpty();
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(KitFile).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [TestCase("too short")]
    [TestCase("aaaaaaaaaaaaaaaa")]
    [TestCase("\ud800 is half of a pair")]
    public async Task A_weak_passphrase_is_refused(string passphrase)
    {
        await using var services = _folder.Start();

        (await Kit(services).Awaiting(kit => kit.ExportAsync(KitFile, passphrase)).Should().ThrowAsync<RecoveryKitException>()).Which.Fault
            .Should().Be(RecoveryKitFault.WeakPassphrase);
        File.Exists(KitFile).Should().BeFalse();
    }

    [Test]
    public async Task A_generated_passphrase_is_another_each_time_and_strong_enough()
    {
        await using var services = _folder.Start();
        var passphrases = Enumerable.Range(0, 100).Select(_ => KeyRingRecoveryKit.GeneratePassphrase()).ToList();

        passphrases.Should().OnlyHaveUniqueItems().And.OnlyContain(passphrase => passphrase.Length == 35);
        await Kit(services).ExportAsync(KitFile, passphrases[0]);
        await using var kit = File.OpenRead(KitFile);
        (await Kit(services).ImportAsync(kit, passphrases[0])).Skipped.Should().ContainSingle();
    }

    [Test]
    public async Task The_default_cost_is_what_the_documentation_says()
    {
        await using var services = _folder.Start();
        await _folder.WriteUserAsync(services, "ada@example.com");
        using var stream = new MemoryStream();
        await services.GetRequiredService<KeyRingRecoveryKit>().ExportAsync(stream, Passphrase);

        stream.ToArray()[9..12].Should().Equal(18, 3, 4);
    }

    private static KeyRingRecoveryKit Kit(ServiceProvider services) => new(services.GetRequiredService<KeyRing>(), null, Cheap);

    private static async Task<byte[]> ExportAsync(ServiceProvider services)
    {
        using var stream = new MemoryStream();
        await Kit(services).ExportAsync(stream, Passphrase);
        return stream.ToArray();
    }

    private static Task<RecoveryKitImport> ImportAsync(ServiceProvider services, byte[] bytes) =>
        Kit(services).ImportAsync(new MemoryStream(bytes), Passphrase);

    private static async Task<RecoveryKitFault> Fault(ServiceProvider services, byte[] bytes, string passphrase) =>
        (await Kit(services)
            .Awaiting(kit => kit.ImportAsync(new MemoryStream(bytes), passphrase))
            .Should().ThrowAsync<RecoveryKitException>()).Which.Fault;
}

using System.Xml.Linq;

using FluentAssertions;

using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Encryption.KeyRings;

namespace StrategyEngine.Data.Tests.Encryption.KeyRings;

/// <summary>A kit that would restore nothing is neither made nor imported.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class UselessKitTests : IDisposable
{
    private const string Passphrase = "seven grey herons wade at dawn";

    private static readonly KitCost Cheap = new(6, 1, 1);

    private readonly KeyRingFolder _folder = new();

    private string KitPath => Path.Combine(_folder.Root.FullName, "kit");

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task A_ring_whose_folder_was_moved_away_makes_no_kit()
    {
        await using var services = _folder.Start();
        await _folder.WriteUserAsync(services, "ada@example.com");
        _folder.Ring.MoveTo(Path.Combine(_folder.Root.FullName, "moved"));

        var failure = await RefusalAsync(CheckedKit(services));

        failure.Fault.Should().Be(RecoveryKitFault.RingEmpty);
        failure.Code.Should().Be("recovery_kit.ring_empty");
        failure.Message.Should().Contain("PersistKeysToFileSystem");
    }

    [Test]
    public async Task A_ring_without_keys_makes_no_kit_even_if_its_database_is_out_of_reach()
    {
        await using var services = _folder.Start();
        services.GetRequiredService<TradingDatabase>();

        _folder.Ring.Delete(recursive: true);

        (await RefusalAsync(new KeyRingRecoveryKit(services.GetRequiredService<KeyRing>(), null, Cheap))).Fault.Should()
            .Be(RecoveryKitFault.RingEmpty);
    }

    [Test]
    public async Task A_ring_at_a_mistyped_path_makes_no_kit_and_the_keys_it_lacks_are_named()
    {
        Guid needed;
        await using (var right = _folder.Start())
        {
            await _folder.WriteUserAsync(right, "ada@example.com");
            needed = right.GetRequiredService<KeyRing>().GetKeys().Single().Id;
        }

        var mistyped = new DirectoryInfo(Path.Combine(_folder.Root.FullName, "kyes"));
        await using var services = _folder.Start(ring: mistyped);
        services.GetRequiredService<KeyRing>().KeyManager.CreateNewKey(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(90));

        var failure = await RefusalAsync(CheckedKit(services));

        failure.Fault.Should().Be(RecoveryKitFault.KeysMissing);
        failure.Code.Should().Be("recovery_kit.keys_missing");
        failure.Message.Should().Contain(needed.ToString("D")).And.Contain("ProtectKeys").And.Contain("ImportAsync");
        (await services.GetRequiredService<KeyRingRecoveryKit>()
            .Awaiting(kit => kit.ExportAsync(KitPath, Passphrase)).Should()
            .ThrowAsync<RecoveryKitException>("the service that is resolved knows the database")).Which.Fault
            .Should().Be(RecoveryKitFault.KeysMissing);
    }

    [Test]
    public async Task A_kit_without_keys_is_not_imported()
    {
        await using var services = _folder.Start();
        services.GetRequiredService<TradingDatabase>();
        var manifest = new RecoveryKitManifest(DateTimeOffset.UtcNow, services.GetRequiredService<KeyRing>().ApplicationName, []);
        var bytes = await KitFile.SealAsync(manifest, SecretXml.ToBytes(new XElement("keyRing")), Passphrase, Cheap);

        var failure = (await CheckedKit(services).Awaiting(kit => kit.ImportAsync(new MemoryStream(bytes), Passphrase)).Should()
            .ThrowAsync<RecoveryKitException>()).Which;

        failure.Fault.Should().Be(RecoveryKitFault.NoKeys);
        failure.Code.Should().Be("recovery_kit.no_keys");
        failure.Message.Should().Contain("ExportAsync");
    }

    [Test]
    public async Task A_missing_folder_is_told_by_the_path_that_was_given()
    {
        await using var services = _folder.Start();
        services.GetRequiredService<TradingDatabase>();
        var path = Path.Combine(_folder.Root.FullName, "nowhere", "ring.kit");

        (await CheckedKit(services).Awaiting(kit => kit.ExportAsync(path, Passphrase)).Should().ThrowAsync<DirectoryNotFoundException>())
            .Which.Message.Should().Contain(path).And.NotContain(".tmp");
    }

    private static KeyRingRecoveryKit CheckedKit(ServiceProvider services) =>
        new(services.GetRequiredService<KeyRing>(), services.GetRequiredService<EncryptionKeyManager>(), Cheap);

    private async Task<RecoveryKitException> RefusalAsync(KeyRingRecoveryKit kit)
    {
        var failure = (await kit.Awaiting(one => one.ExportAsync(KitPath, Passphrase)).Should().ThrowAsync<RecoveryKitException>()).Which;
        File.Exists(KitPath).Should().BeFalse();
        return failure;
    }
}

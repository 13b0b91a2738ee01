using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

using FluentAssertions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption.KeyRings;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class KeyRingCertificateTests : IDisposable
{
    private readonly KeyRingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task A_ring_encrypted_to_a_certificate_opens_the_database_at_the_next_start()
    {
        using var certificate = Certificate("first");
        await using (var first = _folder.Start(ring => ring.ProtectKeysWithCertificate(certificate), "Production"))
            await _folder.WriteUserAsync(first, "ada@example.com");
        await using var second = _folder.Start(ring => ring.ProtectKeysWithCertificate(certificate), "Production");

        (await _folder.ReadEmailsAsync(second)).Should().Equal("ada@example.com");
        _folder.Ring.EnumerateFiles("*.xml").Should()
            .NotBeEmpty().And.OnlyContain(file => !File.ReadAllText(file.FullName).Contains("masterKey"));
        _folder.Log.Warnings.Should().BeEmpty();
    }

    [Test]
    public async Task A_certificate_changes_by_way_of_both()
    {
        using var former = Certificate("former");
        using var next = Certificate("next");
        await using (var first = _folder.Start(ring => ring.ProtectKeysWithCertificate(former)))
            await _folder.WriteUserAsync(first, "ada@example.com");
        _folder.Problems(ring => ring.ProtectKeysWithCertificate(next)).Should().ContainSingle().Which
            .Should().Contain(former.Thumbprint).And.Contain("UnprotectKeysWithAnyCertificate");
        await using (var between = _folder.Start(ring => ring.ProtectKeysWithCertificate(next).UnprotectKeysWithAnyCertificate(former)))
        {
            (await _folder.ReadEmailsAsync(between)).Should().Equal("ada@example.com");
            await between.GetRequiredService<KeyRing>().ReprotectAsync();
        }

        await using var after = _folder.Start(ring => ring.ProtectKeysWithCertificate(next));
        (await _folder.ReadEmailsAsync(after)).Should().Equal("ada@example.com");
    }

    [Test]
    public void A_certificate_without_its_private_key_is_refused_before_a_key_is_made_that_nobody_could_open()
    {
        using var whole = Certificate("whole");
        using var half = X509CertificateLoader.LoadCertificate(whole.RawData);

        _folder.Problems(ring => ring.ProtectKeysWithCertificate(half)).Should().ContainSingle().Which
            .Should().Contain("private key is not at hand").And.Contain(whole.Thumbprint).And.Contain("CN=whole");
        _folder.Snapshot().Should().BeEmpty();
    }

    [Test]
    public async Task An_expired_certificate_works_and_warns()
    {
        using var expired = Certificate("expired", DateTimeOffset.UtcNow.AddYears(-2), DateTimeOffset.UtcNow.AddDays(-1));
        await using var services = _folder.Start(ring => ring.ProtectKeysWithCertificate(expired));
        await _folder.WriteUserAsync(services, "ada@example.com");

        _folder.Log.Warnings.Should().ContainSingle().Which.Should()
            .Contain("1043").And.Contain(expired.Thumbprint).And.Contain("UnprotectKeysWithAnyCertificate");
    }

    [Test]
    public void A_certificate_that_cannot_encrypt_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest(
            "CN=elliptic", key, HashAlgorithmName.SHA256).CreateSelfSigned(
                DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1));

        _folder.Problems(ring => ring.ProtectKeysWithCertificate(certificate))
            .Should().ContainSingle().Which.Should()
            .Contain("does not work");
        _folder.Snapshot().Should().BeEmpty();
    }

    [Test]
    public async Task A_ring_moves_from_a_secret_to_a_certificate()
    {
        var secret = _folder.Variable();
        using var certificate = Certificate("successor");
        await using (var first = _folder.Start(ring => ring.ProtectKeysWithSecret(secret)))
            await _folder.WriteUserAsync(first, "ada@example.com");
        await using (var between = _folder.Start(ring => ring.UnprotectKeysWithAnySecret(secret).ProtectKeysWithCertificate(certificate)))
            await between.GetRequiredService<KeyRing>().ReprotectAsync();
        await using var after = _folder.Start(ring => ring.ProtectKeysWithCertificate(certificate));

        (await _folder.ReadEmailsAsync(after)).Should().Equal("ada@example.com");
    }

    internal static X509Certificate2 Certificate(string name, DateTimeOffset? from = null, DateTimeOffset? until = null)
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(from ?? DateTimeOffset.UtcNow.AddDays(-1), until ?? DateTimeOffset.UtcNow.AddYears(1));
    }
}

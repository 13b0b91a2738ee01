using System.Security.Cryptography.X509Certificates;

using FluentAssertions;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Tests.Encryption.KeyRings;

namespace StrategyEngine.Data.Tests.Registration;

/// <summary>The section TradingData:KeyRing.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class KeyRingSectionTests : IDisposable
{
    private readonly KeyRingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task A_secret_changes_by_settings_alone()
    {
        _folder.Variable(KeyRingFolder.RandomSecret(), out var former);
        var file = _folder.WriteFile("next", KeyRingFolder.RandomSecret());
        await using (var first = Start(("SecretVariable", former)))
            await _folder.WriteUserAsync(first, "ada@example.com");
        await using (var between = Start(("SecretFile", file), ("PreviousSecretVariable", former)))
            await between.GetRequiredService<KeyRing>().ReprotectAsync();
        await using var after = Start(("SecretFile", file));

        (await _folder.ReadEmailsAsync(after)).Should().Equal("ada@example.com");
        KeyRingFolder.Problems(Start(("SecretVariable", former))).Should().ContainSingle();
    }

    [Test]
    public async Task A_certificate_changes_by_settings_alone()
    {
        _folder.Variable("the password", out var password);
        var former = CertificateFile("former.pfx", "the password");
        var next = CertificateFile("next.pfx", "the password");
        await using (var first = Start(("CertificateFile", former), ("CertificatePasswordVariable", password)))
            await _folder.WriteUserAsync(first, "ada@example.com");
        await using (var between = Start(
            ("CertificateFile", next), ("PreviousCertificateFile", former), ("CertificatePasswordVariable", password)))
        {
            await between.GetRequiredService<KeyRing>().ReprotectAsync();
        }

        await using var after = Start(("CertificateFile", next), ("CertificatePasswordVariable", password));

        (await _folder.ReadEmailsAsync(after)).Should().Equal("ada@example.com");
    }

    [Test]
    public void A_certificate_that_cannot_be_read_is_named_without_its_password()
    {
        _folder.Variable("hunter2", out var password);
        var file = CertificateFile("certificate.pfx", "the password");

        KeyRingFolder.Problems(Start(("CertificateFile", file), ("CertificatePasswordVariable", password))).Should().ContainSingle().Which
            .Should().Contain(file).And.Contain("CertificatePasswordVariable").And.NotContain("hunter2");
    }

    [Test]
    public void What_is_misspelled_or_contradicts_itself_is_named()
    {
        var problems = KeyRingFolder.Problems(
            Start(("SecretVariable", "A"), ("CertificateFile", "b.pfx"), ("AllowUnprotected", "yes"), ("SecretVarable", "C")));

        problems.Should().Contain(problem => problem.Contains("SecretVarable is not a setting"))
            .And.Contain(problem => problem.Contains("SecretVariable and CertificateFile"))
            .And.Contain(problem => problem.Contains("AllowUnprotected must be true or false"));
    }

    [Test]
    public void A_ring_without_a_directory_is_named()
    {
        using var services = Build([new("TradingData:KeyRing:SecretVariable", "A")]);

        KeyRingFolder.Problems(services).Should().Contain(problem => problem.Contains("KeyRing:Directory is missing"));
    }

    private string CertificateFile(string name, string password)
    {
        using var certificate = KeyRingCertificateTests.Certificate(name);
        var path = Path.Combine(_folder.Root.FullName, name);
        File.WriteAllBytes(path, certificate.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, password));
        return path;
    }

    private ServiceProvider Start(params (string Key, string Value)[] settings) =>
        Build(
            [new("TradingData:KeyRing:Directory", _folder.Ring.FullName),
                .. settings.Select(setting => KeyValuePair.Create("TradingData:KeyRing:" + setting.Key, (string?)setting.Value))]);

    private ServiceProvider Build(IEnumerable<KeyValuePair<string, string?>> settings) =>
        new ServiceCollection()
            .AddTradingData(new ConfigurationBuilder().AddInMemoryCollection(
            [
                new("TradingData:Provider", "Sqlite"),
                new("TradingData:ConnectionString", _folder.ConnectionString),
                .. settings,
            ]).Build())
            .BuildServiceProvider();
}

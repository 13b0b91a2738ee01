using System.Text;
using System.Xml.Linq;

using FluentAssertions;

using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Encryption.KeyRings;

namespace StrategyEngine.Data.Tests.Encryption.KeyRings;

/// <summary>
/// What is stored today must open for as long as databases live. Both vectors were computed by Python's cryptography 48, not by this
/// library.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class KeyRingVectorTests : IDisposable
{
    // Secret 00..1f, salt 40..5f, nonce a0..ab.
    private const string Sealed =
        """
        <sealed version="1" secret="e696c17636f046d8">
          <salt>QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8=</salt>
          <nonce>oKGio6Slpqeoqaqr</nonce>
          <value>cFmziOxlui3Csn1nRZxXFRyZBXrh2G9vy8+tnerBY3lfLhzKpikoa9HQ/Oym</value>
        </sealed>
        """;

    // Passphrase below, salt 00..0f, nonce 20..2b, one key whose master key is 00..3f; Argon2id with 64 KiB, 1 pass, 1 lane.
    private const string Kit =
        """
        U0UtUklORwoBBgEBAAECAwQFBgcICQoLDA0ODyAhIiMkJSYnKCkqKwAAAOp7ImNyZWF0ZWRBdCI6IjIwMjYtMDEtMDJUMDM6MDQ6MDUrMDA6MDAiLCJhcHBsaWNhdGlvbk5hbWUiOiJT
        dHJhdGVneUVuZ2luZS5EYXRhIiwia2V5cyI6W3siaWQiOiIyYzFiNWQzZS03ZjAwLTRhMTEtOGIyMi0wMTIzNDU2Nzg5YWIiLCJjcmVhdGVkQXQiOiIyMDI2LTAxLTAxVDAwOjAwOjAw
        KzAwOjAwIiwiZXhwaXJlc0F0IjoiMjAyNi0wNC0wMVQwMDowMDowMCswMDowMCIsImlzUmV2b2tlZCI6ZmFsc2V9XX1/WylmOu6Yh7Hu+uQ7zZC7WQtZfxz/9FW8hZl/2eh07Uof8weo
        18NG5VLF9mJZurUjMIf17bcn1h8frwu6sMENuRjyxl0pSdHIMZiH0B3SRYiCZZ4cPw5qkDYwwm9hMXBkbjFxeAstOi2lKaM8aepyjHY1s0QWkGj3k02Vouu8mWi2WhVqxcfhTYrq1vFa
        JZdZBZuabPEH/3brBtfqhtKW4Tg6eI1EXSlu9A4ypm5mVjhCxF5gMbKxC5YuGUBWUy9MbPLphuu2VH6WbUDdwu0yAejndck5iES2A/1HcL/ZfOuVNjmCy+2AdGoTy8XHBH9r+5V0M7bF
        x/tM/dVcAagiZgFM43UKOhKWx1JMua05+SZc02DWxoQU6r96L5hWjkPp3W3Jq5HAy49EpSEqm9Cf7J4I4Kve+ixsO2etB7jhc1YjqNIUraNL+oGDDVsJlg5MRV2RdeR16idyQkrBPDEN
        iyqfeAvKALbDV+fLfMfmZDICwBD0S1WDDzT3gxlhopfrxzsToD8app03FmWubd2AV0eXv9QNYaarKiWx/PtY76u/t5HhCPAPgezQmProGd7u97HrujrGQLSWl8AygTAie8xsN/VlRtcz
        R7Ecgk62AvrhOd7DJS1A8dcmOQNZrcTD7PSk1N1PYhl5vR9lr0huB+TcMrtUrJCKznVlEHiUGo8JvY2oxLCEKKlE5D7L2+6SQiiMFDbCjOiGGkX0T9UklHc2d58pcKtSdKZFZeacEAUD
        zv4qTndXsobatH/StwB25sQJSsdCw2hwgHpX3JqA7AjhDaLX7paF1ZTCL6IAoY3OjKu0TCMLG38kC30nE7S3sYbC0SShL1RAnznnqHuf+xGEaj9JppHE8fmzb6YJ6mEusLrAXk33obIJ
        d3+Xp8h50X9YgpWtlLnu9o4Km9os9RHt/wr84UCuy/YtTCoiku+aR2SO+Pqst+N/KJ2EjDVeAqg+v5KycR+1Zj8HUyj4tHbN13REy8TiThp0Wi50StmHBJlo+aDyucJXP+/v4OjoyiXZ
        xIaL5G2asKD9OLy84xS5ndHJKL+iMUkiGkZMgxw0oaI8TZ01JdIy7OzgWPrBylolCMbXG1BFrtB7qv5KiPZUVE22nR9Aiz6Nh1MEehlmi+Je3mOnu2O4k+k0A+qFB7oXfOdr/3kQeahv
        1V3LFKyYUQEmIaR2xvk+7cTawlxY8Srt39jFRvfKU2KUCXaywXflfcOhW56iHjB0Q+M=
        """;

    private readonly KeyRingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void A_sealed_element_of_version_1_opens()
    {
        var secret = _folder.Variable(Convert.ToHexString(Enumerable.Range(0, 32).Select(number => (byte)number).ToArray()), out _).Read();

        secret.Fingerprint.Should().Be("e696c17636f046d8");
        Encoding.UTF8.GetString(secret.Open(SealedElement.Parse(XElement.Parse(Sealed)))).Should().Be("<masterKey>vector</masterKey>");
    }

    [Test]
    public async Task A_recovery_kit_of_version_1_opens()
    {
        await using var services = _folder.Start(ring => ring.ProtectKeysWithSecret(_folder.Variable()));
        var id = Guid.Parse("2c1b5d3e-7f00-4a11-8b22-0123456789ab");
        var bytes = Convert.FromBase64String(Kit);

        (await KeyRingRecoveryKit.InspectAsync(new MemoryStream(bytes))).Should().BeEquivalentTo(new RecoveryKitManifest(
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            "StrategyEngine.Data",
            [new RecoveryKitKey(
                id,
                new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
                new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero),
                false)]));
        (await services.GetRequiredService<KeyRingRecoveryKit>()
            .ImportAsync(new MemoryStream(bytes), "seven grey herons wade at dawn")).Added.Should().Equal(id);

        var key = services.GetRequiredService<KeyRing>().KeyManager.GetAllKeys().Single(key => key.KeyId == id);
        KeyElement.Compose(key)
            .Descendants("masterKey")
            .Single().Value.Should()
            .Be(Convert.ToBase64String(Enumerable.Range(0, 64).Select(number => (byte)number).ToArray()));
        var encryptor = key.CreateEncryptor()!;
        encryptor.Decrypt(encryptor.Encrypt(new byte[] { 7 }, Array.Empty<byte>()), Array.Empty<byte>()).Should().Equal(7);
    }

    [Test]
    public void The_assembly_version_that_stored_keys_name_stays_the_same() =>
    typeof(KeyRing).Assembly.GetName().Version.Should()
        .Be(new Version(1, 0, 0, 0), "a later one could not be opened after going back to this package");

    [Test]
    public void The_name_that_stands_in_every_stored_key_leads_to_the_decryptor_in_any_version() =>
        Type.GetType(
            "StrategyEngine.Data.Encryption.KeyRings.SecretXmlDecryptor, StrategyEngine.Data, Version=1.0.0.0, Culture=neutral, "
            + "PublicKeyToken=null", throwOnError: true)
            .Should().Be<SecretXmlDecryptor>().And.Implement<IXmlDecryptor>().And.HaveConstructor([typeof(IServiceProvider)]);
}

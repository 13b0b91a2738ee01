using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Encryption.KeyRings;

namespace StrategyEngine.Data.Tests.Encryption.KeyRings;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class KeyRingSecretTests : IDisposable
{
    private readonly KeyRingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Base64_base64url_and_hexadecimal_of_the_same_bytes_are_one_secret()
    {
        var bytes = RandomNumberGenerator.GetBytes(48);
        bytes[0] = 0xFB;
        bytes[1] = 0xFF;
        var base64 = Convert.ToBase64String(bytes);

        new[]
        {
            base64, base64.Replace('+', '-').Replace('/', '_').TrimEnd('='), Convert.ToHexString(bytes),
            base64[..20] + "\n" + base64[20..] + "\r\n"
        }
            .Select(text => _folder.Variable(text, out _).Read().Fingerprint).Distinct().Should().ContainSingle();
    }

    [Test]
    public void The_line_break_at_the_end_of_a_file_does_not_count()
    {
        var secret = KeyRingFolder.RandomSecret();

        KeyRingSecret.FromFile(_folder.WriteFile("with", secret + "\n")).Read().Fingerprint
            .Should().Be(KeyRingSecret.FromFile(_folder.WriteFile("without", secret)).Read().Fingerprint)
            .And.NotBe(KeyRingSecret.FromFile(_folder.WriteFile("other", KeyRingFolder.RandomSecret())).Read().Fingerprint);
    }

    [TestCase("correct horse battery staple, and then some more")]
    [TestCase("correct horse battery staple forever and ever and ever")]
    [TestCase("hunter2hunter2hunter2hunter2hunter2hunter2hu")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("vnC1zVbA/QcHmbm8bvMvDA==")]
    public void A_weak_secret_is_refused_with_the_command_that_makes_a_good_one_and_not_shown(string secret)
    {
        _folder.Variable(secret, out var name).Invoking(place => place.Read()).Should().Throw<KeyRingException>()
            .Which.Should().Match<KeyRingException>(failure => failure.Code == "key_ring.secret_weak"
                && failure.Message.Contains(name)
                && failure.Message.Contains("openssl rand -base64 32")
                && !failure.ToString().Contains(secret));
    }

    [Test]
    public void A_secret_that_is_not_there_is_named_by_its_place()
    {
        _folder.Variable(null, out var name)
            .Invoking(place => place.Read())
            .Should().Throw<KeyRingException>()
            .WithMessage($"*environment variable {name}*").Which.Code.Should()
            .Be("key_ring.secret_missing");
        KeyRingSecret.FromFile(Path.Combine(_folder.Root.FullName, "absent"))
            .Invoking(place => place.Read())
            .Should().Throw<KeyRingException>()
            .WithMessage("*absent*openssl*");
        KeyRingSecret.FromFile(_folder.Root.FullName)
            .Invoking(place => place.Read())
            .Should().Throw<KeyRingException>().Which.Code.Should()
            .Be("key_ring.secret_missing");
    }

    [Test]
    public void A_sealed_element_is_another_each_time_and_opens_to_what_it_was()
    {
        var secret = _folder.Variable().Read();
        var first = secret.Seal("<masterKey/>"u8);
        var second = secret.Seal("<masterKey/>"u8);

        first.Value.Should().NotEqual(second.Value);
        first.Salt.Should().NotEqual(second.Salt);
        Encoding.UTF8.GetString(secret.Open(SealedElement.Parse(first.ToXml()))).Should().Be("<masterKey/>");
    }

    [Test]
    public void Every_changed_byte_and_every_truncation_of_a_sealed_element_is_a_typed_error()
    {
        var secret = _folder.Variable().Read();
        var sealedElement = secret.Seal(RandomNumberGenerator.GetBytes(40));
        var opened = 0;
        foreach (var name in new[] { "salt", "nonce", "value" })
        {
            var bytes = Convert.FromBase64String(sealedElement.ToXml().Element(name)!.Value);
            for (var i = 0; i < bytes.Length; i++)
            {
                var altered = (byte[])bytes.Clone();
                altered[i] ^= 1;
                Refused(name, altered);
                Refused(name, bytes[..i]);
                opened += 2;
            }
        }

        opened.Should().Be(2 * (SecretMaterial.SaltSize + SecretMaterial.NonceSize + 40 + SecretMaterial.TagSize));

        void Refused(string name, byte[] bytes)
        {
            var xml = sealedElement.ToXml();
            xml.Element(name)!.Value = Convert.ToBase64String(bytes);
            xml.Invoking(element => secret.Open(SealedElement.Parse(element)))
                .Should().Throw<KeyRingException>().Which.Code.Should()
                .Be("key_ring.damaged");
        }
    }

    [TestCase("<sealed version='2' secret='00'/>")]
    [TestCase("<sealed secret='00'/>")]
    [TestCase("<other version='1'/>")]
    [TestCase("<sealed version='1' secret='00'><salt>!</salt><nonce/><value/></sealed>")]
    public void An_element_of_another_form_is_a_typed_error(string xml) =>
        XElement.Parse(xml)
            .Invoking(element => SealedElement.Parse(element))
            .Should().Throw<KeyRingException>().Which.Code.Should()
            .Be("key_ring.damaged");
}

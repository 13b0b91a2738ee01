using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Sessions;
using StrategyEngine.Data.Sessions.Tokens;

namespace StrategyEngine.Data.Tests.Sessions.Tokens;

public sealed class AccessTokenTests
{
    private const string Header = """{"alg":"HS256","typ":"at+jwt","kid":"k1"}""";
    private const string Payload =
        """{"iss":"issuer","aud":"audience","sub":"0198c0de-0000-7000-8000-000000000001","sid":"0198c0de-0000-7000-8000-000000000002","jti":"j","iat":1800000000,"nbf":1800000000,"exp":1800000900,"auth_time":1800000000,"sv":3,"kind":"web","scope":"read trade","amr":["pwd"]}""";

    private static readonly byte[] Secret = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
    private static readonly AccessTokenKey Hmac = AccessTokenKey.Create("k1", SigningAlgorithm.HS256, Secret);
    private static readonly byte[] EcMaterial = AccessTokenKey.NewMaterial(SigningAlgorithm.ES256);
    private static readonly AccessTokenKey Ecdsa = AccessTokenKey.Create("k2", SigningAlgorithm.ES256, EcMaterial);
    private static readonly AccessTokens Tokens = new("issuer", "audience", TimeSpan.FromSeconds(30));
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    private static readonly AccessTokenClaims Claims = new()
    {
        UserId = new Guid("0198c0de-0000-7000-8000-000000000001"),
        SessionId = new Guid("0198c0de-0000-7000-8000-000000000002"),
        SecurityVersion = 3,
        TokenId = "j",
        IssuedAt = Now,
        ExpiresAt = Now.AddMinutes(15),
        AuthenticatedAt = Now,
        Methods = ["pwd", "otp"],
        Scopes = ["read", "trade"],
        Kind = "web",
    };

    [TestCase(SigningAlgorithm.HS256)]
    [TestCase(SigningAlgorithm.ES256)]
    public async Task A_token_says_what_was_put_into_it(SigningAlgorithm algorithm)
    {
        var key = algorithm == SigningAlgorithm.HS256 ? Hmac : Ecdsa;

        var token = Tokens.Issue(Claims, key);
        var read = StrictJwt.TryParse(token)!;

        read.KeyId.Should().Be(key.Id);
        read.Algorithm.Should().Be(algorithm.ToString());
        read.Claims.Should().BeEquivalentTo(Claims);
        (await Tokens.VerifyAsync(token, key)).Should().BeNull();
    }

    [Test]
    public async Task A_token_signed_by_hand_is_accepted()
    {
        // The base from which the hostile tokens below differ in one thing each.
        var token = Sign(Header, Payload);

        StrictJwt.TryParse(token).Should().NotBeNull();
        (await Tokens.VerifyAsync(token, Hmac)).Should().BeNull();
    }

    [Test]
    public void HS256_and_ES256_signatures_are_those_of_RFC_7515()
    {
        var a1 = AuthVectors.Get("rfc7515_a1_hs256");
        var a3 = AuthVectors.Get("rfc7515_a3_es256");
        var jwk = a3.GetProperty("jwk");
        using var ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = Decode(jwk, "d"),
            Q = new ECPoint { X = Decode(jwk, "x"), Y = Decode(jwk, "y") },
        });

        Verifies(a1, AccessTokenKey.Create("a1", SigningAlgorithm.HS256, Decode(a1, "k")));
        Verifies(a3, AccessTokenKey.Create("a3", SigningAlgorithm.ES256, ecdsa.ExportPkcs8PrivateKey()));

        static byte[] Decode(JsonElement element, string name) => Base64Url.DecodeFromChars(element.GetProperty(name).GetString());

        static void Verifies(JsonElement vector, AccessTokenKey key)
        {
            var token = vector.GetProperty("token").GetString()!;
            var dot = token.LastIndexOf('.');
            var (input, signature) = (Encoding.ASCII.GetBytes(token[..dot]), Base64Url.DecodeFromChars(token.AsSpan(dot + 1)));
            var verifier = key.Credentials.CryptoProviderFactory ?? key.Credentials.Key.CryptoProviderFactory;
            var provider = verifier.CreateForVerifying(key.Credentials.Key, key.Credentials.Algorithm);

            provider.Verify(input, signature).Should().BeTrue();
            signature[0] ^= 1;
            provider.Verify(input, signature).Should().BeFalse();
            StrictJwt.TryParse(token).Should().BeNull("its header has no type and no key id");
        }
    }

    [Test]
    public void The_unsecured_token_of_RFC_7515_is_rejected() =>
        StrictJwt.TryParse(AuthVectors.Get("rfc7515_a5_unsecured_must_reject").GetString()).Should().BeNull();

    [TestCase("""{"alg":"none","typ":"at+jwt","kid":"k1"}""")]
    [TestCase("""{"alg":"None","typ":"at+jwt","kid":"k1"}""")]
    [TestCase("""{"alg":"nOnE","typ":"at+jwt","kid":"k1"}""")]
    [TestCase("""{"alg":"HS384","typ":"at+jwt","kid":"k1"}""")]
    [TestCase("""{"alg":"hs256","typ":"at+jwt","kid":"k1"}""")]
    [TestCase("""{"alg":"HS256","typ":"JWT","kid":"k1"}""")]
    [TestCase("""{"alg":"HS256","typ":"AT+JWT","kid":"k1"}""")]
    [TestCase("""{"alg":"HS256","kid":"k1"}""")]
    [TestCase("""{"alg":"HS256","typ":"at+jwt"}""")]
    [TestCase("""{"alg":"HS256","typ":"at+jwt","kid":""}""")]
    [TestCase("""{"alg":"HS256","typ":"at+jwt","kid":1}""")]
    [TestCase("""{"alg":"HS256","typ":"at+jwt","kid":"k1","crit":["exp"],"exp":1}""")]
    [TestCase("""{"alg":"HS256","typ":"at+jwt","kid":"k1","crit":["b64"],"b64":false}""")]
    [TestCase("""{"alg":"HS256","typ":"at+jwt","kid":"k1","jwk":{"kty":"oct","k":"AAAA"}}""")]
    [TestCase("""{"alg":"HS256","typ":"at+jwt","kid":"k1","jku":"https://example.com/keys"}""")]
    [TestCase("""{"alg":"HS256","typ":"at+jwt","kid":"k1","x5u":"https://example.com/cert"}""")]
    [TestCase("""{"alg":"HS256","typ":"at+jwt","kid":"k1","zip":"DEF"}""")]
    [TestCase("""{"alg":"HS256","typ":"at+jwt","kid":"k1","kid":"k1"}""")]
    [TestCase("""{"alg":"none","alg":"HS256","typ":"at+jwt","kid":"k1"}""")]
    [TestCase("""{"alg":"HS256","typ":"at+jwt","kid":"k1","\u006bid":"k2"}""")]
    [TestCase("""{"alg":"HS256","typ":"at+jwt","kid":"k1"} {}""")]
    [TestCase("""{"alg":"HS256","typ":"at+jwt","kid":"k1",}""")]
    [TestCase("""[{"alg":"HS256","typ":"at+jwt","kid":"k1"}]""")]
    [TestCase("")]
    public void A_header_with_anything_else_is_rejected_before_a_key_is_looked_up(string header) =>
        StrictJwt.TryParse(Sign(header, Payload)).Should().BeNull();

    [Test]
    public void A_long_key_id_is_rejected() =>
        StrictJwt.TryParse(Sign(Header.Replace("k1", new string('k', 65), StringComparison.Ordinal), Payload)).Should().BeNull();

    [TestCase("\"exp\":1800000900", "\"exp\":\"1800000900\"")]
    [TestCase("\"exp\":1800000900", "\"exp\":1.8e9")]
    [TestCase("\"exp\":1800000900", "\"exp\":1800000900.5")]
    [TestCase("\"exp\":1800000900", "\"exp\":1e300")]
    [TestCase("\"exp\":1800000900", "\"exp\":-1")]
    [TestCase("\"exp\":1800000900", "\"exp\":999999999999")]
    [TestCase("\"exp\":1800000900", "\"exp\":null")]
    [TestCase("\"exp\":1800000900,", "")]
    [TestCase("\"exp\":1800000900", "\"exp\":1800000900,\"exp\":1900000000")]
    [TestCase("\"exp\":1800000900", "\"exp\":1800000900,\"e\\u0078p\":1900000000")]
    [TestCase("\"exp\":1800000900", "\"exp\":1800000000")]
    [TestCase("\"iat\":1800000000,", "")]
    [TestCase("\"nbf\":1800000000,", "")]
    [TestCase("\"sub\":", "\"bus\":")]
    [TestCase("\"sid\":", "\"dis\":")]
    [TestCase("0198c0de-0000-7000-8000-000000000002", "0198c0de00007000800000000000000 2")]
    [TestCase("\"sv\":3", "\"sv\":\"3\"")]
    [TestCase("\"sv\":3", "\"sv\":-3")]
    [TestCase("\"sv\":3", "\"sv\":4294967299")]
    [TestCase("\"jti\":\"j\"", "\"jti\":\"\"")]
    [TestCase("\"aud\":\"audience\"", "\"aud\":[\"audience\",\"other\"]")]
    [TestCase("\"amr\":[\"pwd\"]", "\"amr\":[1]")]
    public void A_payload_without_exactly_our_claims_is_rejected(string part, string replacement)
    {
        Payload.Should().Contain(part);

        StrictJwt.TryParse(Sign(Header, Payload.Replace(part, replacement, StringComparison.Ordinal))).Should().BeNull();
    }

    [Test]
    public void Invalid_UTF8_is_rejected()
    {
        var payload = Encoding.Latin1.GetBytes(Payload.Replace("web", "w\u00FFb", StringComparison.Ordinal));

        StrictJwt.TryParse(Sign(Encoding.ASCII.GetBytes(Header), payload)).Should().BeNull();
    }

    [Test]
    public void A_member_of_a_later_version_is_passed_over() =>
        StrictJwt.TryParse(
            Sign(Header, Payload.Replace("\"sv\":3", "\"sv\":3,\"cnf\":{\"jkt\":[\"x\",{}]},\"n\":1.5", StringComparison.Ordinal)))
            .Should().NotBeNull();

    [TestCase(SigningAlgorithm.HS256)]
    [TestCase(SigningAlgorithm.ES256)]
    public async Task Every_other_spelling_of_a_token_is_rejected(SigningAlgorithm algorithm)
    {
        const string alphabet = "AZaz09-_+/= .\n\0é";
        var key = algorithm == SigningAlgorithm.HS256 ? Hmac : Ecdsa;
        var token = Tokens.Issue(Claims, key);

        for (var i = 0; i < token.Length; i++)
        {
            var neighbours = new[] { (char)(token[i] ^ 1), (char)(token[i] + 1) };
            foreach (var replacement in alphabet.Concat(neighbours).Where(c => c != token[i]))
            {
                (await Accepts(token[..i] + replacement + token[(i + 1)..], key)).Should()
                    .BeFalse("of character {0} at {1}", (int)replacement, i);
            }

            (await Accepts(token[..i], key)).Should().BeFalse();
            (await Accepts(token.Remove(i, 1), key)).Should().BeFalse();
        }

        foreach (var text
            in new[] { token + "=", token + "==", " " + token, token + "\n", "Bearer " + token, token + ".", token + ".a.b", "", null })
        {
            (await Accepts(text, key)).Should().BeFalse();
        }
    }

    [Test]
    public void A_token_of_300_kilobytes_is_rejected() =>
        StrictJwt.TryParse(Sign(Header, Payload.Replace("\"j\"", $"\"{new string('j', 300_000)}\"", StringComparison.Ordinal))).Should()
            .BeNull();

    [Test]
    public async Task A_public_key_is_no_HMAC_key()
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(EcMaterial, out _);
        foreach (var publicKey
            in new[] { ecdsa.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(ecdsa.ExportSubjectPublicKeyInfoPem()) })
        {
            var token = Sign(Header.Replace("k1", "k2", StringComparison.Ordinal), Payload, publicKey);

            StrictJwt.TryParse(token).Should().NotBeNull("the form is right");
            (await Tokens.VerifyAsync(token, Ecdsa)).Should().NotBeNull();
        }
    }

    [TestCase("\"sv\":3", "\"sv\":3,\"cnf\":1,\"cnf\":2")]
    [TestCase("\"sv\":3", "\"sv\":3,\"cnf\":1,\"c\\u006ef\":2")]
    [TestCase("\"sv\":3", "\"sv\":3,\"s\\u0076\":3")]
    [TestCase("\"amr\":[\"pwd\"]", "\"amr\":[\"pwd\",[\"otp\"]]")]
    [TestCase("\"amr\":[\"pwd\"]", "\"amr\":\"pwd\"")]
    [TestCase("\"amr\":[\"pwd\"]}", "\"amr\":[\"pwd\"]} {}")]
    [TestCase("\"amr\":[\"pwd\"]}", "\"amr\":[\"pwd\"],}")]
    [TestCase("\"kind\":\"web\"", "\"kind\":\"\\ud800\"")]
    public void A_payload_with_anything_twice_or_after_it_is_rejected(string part, string replacement)
    {
        Payload.Should().Contain(part);

        StrictJwt.TryParse(Sign(Header, Payload.Replace(part, replacement, StringComparison.Ordinal))).Should().BeNull();
    }

    [Test]
    public void An_escaped_name_is_read_as_what_it_says() =>
        StrictJwt.TryParse(
            Sign(Header, Payload.Replace("\"sv\"", "\"\\u0073v\"", StringComparison.Ordinal)))!.Claims.SecurityVersion.Should().Be(3);

    [Test]
    public void A_header_seen_before_is_not_taken_for_a_longer_or_shorter_one()
    {
        var token = Sign(Header, Payload);
        var other = Sign(Header.Replace("k1", "k12", StringComparison.Ordinal), Payload);

        foreach (var (text, keyId) in new[] { (token, "k1"), (other, "k12"), (token, "k1") })
        {
            StrictJwt.TryParse(text)!.KeyId.Should().Be(keyId);
            StrictJwt.TryParse(text[1..]).Should().BeNull();
            StrictJwt.TryParse("e" + text).Should().BeNull();
        }
    }

    [Test]
    public void Lists_that_tokens_share_are_their_own_and_cannot_be_written_to()
    {
        var other = Sign(
            Header,
            Payload.Replace("read trade", "read", StringComparison.Ordinal)
                .Replace("[\"pwd\"]", "[\"pwd\" , \"o\\u0074p\"]", StringComparison.Ordinal));

        foreach (var _ in new[] { 1, 2 })
        {
            var one = StrictJwt.TryParse(Sign(Header, Payload))!.Claims;
            (one.Scopes, one.Methods).Should().BeEquivalentTo((new[] { "read", "trade" }, new[] { "pwd" }));
            var two = StrictJwt.TryParse(other)!.Claims;
            (two.Scopes, two.Methods).Should().BeEquivalentTo((new[] { "read" }, new[] { "pwd", "otp" }));
            ((IList<string>)two.Scopes).Invoking(scopes => scopes[0] = "admin").Should().Throw<NotSupportedException>();
        }
    }

    [Test]
    public async Task What_a_key_verified_for_one_audience_is_not_taken_for_another()
    {
        var other = new AccessTokens("issuer", "other", TimeSpan.Zero);
        var (here, there) = (Tokens.Issue(Claims, Hmac), other.Issue(Claims, Hmac));

        for (var i = 0; i < 2; i++)
        {
            (await Tokens.VerifyAsync(here, Hmac)).Should().BeNull();
            (await other.VerifyAsync(there, Hmac)).Should().BeNull();
            (await Tokens.VerifyAsync(there, Hmac)).Should().Be(TokenRejection.WrongIssuerOrAudience);
            (await other.VerifyAsync(here, Hmac)).Should().Be(TokenRejection.WrongIssuerOrAudience);
        }
    }

    [TestCase(SigningAlgorithm.HS256)]
    [TestCase(SigningAlgorithm.ES256)]
    public void Keys_verify_on_many_threads_at_once(SigningAlgorithm algorithm)
    {
        var key = AccessTokenKey.Create("k3", algorithm, AccessTokenKey.NewMaterial(algorithm));
        var tokens = Enumerable.Range(0, 8).Select(i => Tokens.Issue(Claims with { TokenId = $"j{i}" }, key)).ToArray();
        var forged = tokens.Select((token, i) => token[..token.LastIndexOf('.')] + tokens[(i + 1) % 8][token.LastIndexOf('.')..]).ToArray();

        Parallel.For(0, 400, i =>
        {
            Tokens.VerifyAsync(tokens[i % 8], key).AsTask().GetAwaiter().GetResult().Should().BeNull();
            Tokens.VerifyAsync(forged[i % 8], key).AsTask().GetAwaiter().GetResult().Should().Be(TokenRejection.Forged);
        });
    }

    [Test]
    public async Task A_token_signed_with_another_key_of_the_same_id_is_forged()
    {
        var other = AccessTokenKey.Create("k1", SigningAlgorithm.HS256, AccessTokenKey.NewMaterial(SigningAlgorithm.HS256));

        (await Tokens.VerifyAsync(Tokens.Issue(Claims, other), Hmac)).Should().Be(TokenRejection.Forged);
    }

    [TestCase("other", "audience")]
    [TestCase("issuer/", "audience")]
    [TestCase("issuer", "other")]
    [TestCase("issuer", "audience/")]
    public async Task A_token_for_someone_else_is_rejected(string issuer, string audience)
    {
        var token = new AccessTokens(issuer, audience, TimeSpan.Zero).Issue(Claims, Hmac);

        (await Tokens.VerifyAsync(token, Hmac)).Should().Be(TokenRejection.WrongIssuerOrAudience);
    }

    [TestCase(-31, TokenRejection.NotYetValid)]
    [TestCase(-30, null)]
    [TestCase(0, null)]
    [TestCase(929, null)]
    [TestCase(930, TokenRejection.Expired)]
    public void A_token_lives_from_issue_to_expiry_give_or_take_the_skew(int seconds, TokenRejection? rejection) =>
        Tokens.CheckLifetime(Claims, Now.AddSeconds(seconds)).Should().Be(rejection);

    [Test]
    public void A_token_that_claims_to_live_for_years_is_rejected() =>
        Tokens.CheckLifetime(Claims with { ExpiresAt = Now.AddYears(1) }, Now).Should().Be(TokenRejection.Malformed);

    [Test]
    public void A_token_too_long_to_be_accepted_is_not_issued()
    {
        var claims = Claims with { Scopes = Enumerable.Range(0, 500).Select(i => $"scope:{i}").ToArray() };

        Tokens.Invoking(tokens => tokens.Issue(claims, Hmac)).Should().Throw<TradingDataException>()
            .Which.Code.Should().Be("sessions.token_too_long");
    }

    private static async Task<bool> Accepts(string? token, AccessTokenKey key) =>
        StrictJwt.TryParse(token) is { } read && read.KeyId == key.Id && await Tokens.VerifyAsync(token!, key) is null;

    private static string Sign(string header, string payload, byte[]? key = null) =>
        Sign(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(payload), key);

    private static string Sign(byte[] header, byte[] payload, byte[]? key = null)
    {
        var text = Base64Url.EncodeToString(header) + "." + Base64Url.EncodeToString(payload);
        return text + "." + Base64Url.EncodeToString(HMACSHA256.HashData(key ?? Secret, Encoding.ASCII.GetBytes(text)));
    }
}

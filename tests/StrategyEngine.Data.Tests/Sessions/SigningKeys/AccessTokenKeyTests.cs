using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

using FluentAssertions;

using Microsoft.IdentityModel.Tokens;

using NUnit.Framework;

using StrategyEngine.Data.Sessions;
using StrategyEngine.Data.Sessions.Tokens;

namespace StrategyEngine.Data.Tests.Sessions.Tokens;

public sealed class AccessTokenKeyTests
{
    private static readonly Guid Row = new("0198c0de-0000-7000-8000-00000000000a");

    [Test]
    public void Thumbprints_are_those_of_RFC_7638()
    {
        var vector = AuthVectors.Get("rfc7638_3.1_thumbprint");

        AccessTokenKey.Thumbprint(new JsonWebKey(vector.GetProperty("jwk").GetRawText())).Should()
            .Be(vector.GetProperty("sha256").GetString());
    }

    [Test]
    public void An_ES256_key_is_called_by_its_thumbprint()
    {
        var material = AccessTokenKey.NewMaterial(SigningAlgorithm.ES256);
        var key = AccessTokenKey.Create(Row, SigningAlgorithm.ES256, material);
        var jwk = key.ToPublicJwk()!;
        var canonical = $$"""{"crv":"P-256","kty":"EC","x":"{{jwk.X}}","y":"{{jwk.Y}}"}""";

        key.Id.Should().Be(Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        AccessTokenKey.Create(Guid.NewGuid(), SigningAlgorithm.ES256, material).Id.Should().Be(key.Id);
        StrictJwt.TryParse(Tokens().Issue(Claims(), key))!.KeyId.Should().Be(key.Id);
    }

    [Test]
    public void An_HS256_key_is_called_by_its_row_and_has_no_public_part()
    {
        var key = AccessTokenKey.Create(Row, SigningAlgorithm.HS256, AccessTokenKey.NewMaterial(SigningAlgorithm.HS256));

        key.Id.Should().Be("0198c0de00007000800000000000000a");
        key.ToPublicJwk().Should().BeNull();
    }

    [Test]
    public void The_public_JWK_is_the_public_part_and_no_more()
    {
        var material = AccessTokenKey.NewMaterial(SigningAlgorithm.ES256);
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(material, out _);
        var point = ecdsa.ExportParameters(includePrivateParameters: false).Q;
        var key = AccessTokenKey.Create(Row, SigningAlgorithm.ES256, material);

        var jwk = key.ToPublicJwk()!;

        (jwk.Kty, jwk.Crv, jwk.Kid, jwk.Use, jwk.Alg).Should().Be(("EC", "P-256", key.Id, "sig", "ES256"));
        Base64Url.DecodeFromChars(jwk.X).Should().Equal(point.X).And.HaveCount(32);
        Base64Url.DecodeFromChars(jwk.Y).Should().Equal(point.Y).And.HaveCount(32);
        jwk.HasPrivateKey.Should().BeFalse();
        jwk.D.Should().BeNull();
        key.ToPublicJwk().Should().NotBeSameAs(jwk, "who asks may change it");
    }

    private static AccessTokens Tokens() => new("issuer", "audience", TimeSpan.Zero);

    private static AccessTokenClaims Claims() => new()
    {
        UserId = Guid.NewGuid(),
        SessionId = Guid.NewGuid(),
        SecurityVersion = 1,
        TokenId = "j",
        IssuedAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = DateTimeOffset.UnixEpoch.AddMinutes(1),
        AuthenticatedAt = DateTimeOffset.UnixEpoch,
    };
}

using System.Buffers.Text;
using System.Security.Cryptography;

using Microsoft.IdentityModel.Tokens;

namespace StrategyEngine.Data.Sessions.Tokens;

/// <summary>One key that signs or verifies access tokens.</summary>
/// <remarks>
/// Thread-safe, and never disposed: IdentityModel caches signature providers by key, and outlives any possible owner.
/// </remarks>
internal sealed class AccessTokenKey
{
    private readonly JsonWebKey? _publicKey;
    private AccessTokenParameters? _parameters;

    private AccessTokenKey(string id, SigningAlgorithm algorithm, SecurityKey key, JsonWebKey? publicKey)
    {
        key.KeyId = id;
        Id = id;
        Algorithm = algorithm;
        Credentials = new SigningCredentials(key, Name(algorithm));
        _publicKey = publicKey;
    }

    /// <summary>The <c>kid</c> of the tokens it signs.</summary>
    public string Id { get; }

    public SigningAlgorithm Algorithm { get; }

    public SigningCredentials Credentials { get; }

    /// <summary>From material made by <see cref="NewMaterial"/>, called as asked.</summary>
    public static AccessTokenKey Create(string id, SigningAlgorithm algorithm, byte[] material) => Create(_ => id, algorithm, material);

    /// <summary>
    /// From a stored row. ES256 keys are called by their thumbprint (RFC 7638), as whoever reads a set of public keys can check; that of
    /// an HMAC key would be a hash of the secret, so it is called by its row.
    /// </summary>
    public static AccessTokenKey Create(Guid row, SigningAlgorithm algorithm, byte[] material) =>
        Create(publicKey => publicKey is null ? row.ToString("N") : Thumbprint(publicKey), algorithm, material);

    /// <summary>New key material: 32 random bytes, or a P-256 private key in PKCS#8.</summary>
    public static byte[] NewMaterial(SigningAlgorithm algorithm)
    {
        if (algorithm == SigningAlgorithm.HS256)
        {
            return RandomNumberGenerator.GetBytes(32);
        }

        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return ecdsa.ExportPkcs8PrivateKey();
    }

    public static string Name(SigningAlgorithm algorithm) =>
        algorithm == SigningAlgorithm.HS256 ? SecurityAlgorithms.HmacSha256 : SecurityAlgorithms.EcdsaSha256;

    /// <summary>The SHA-256 thumbprint of a key (RFC 7638), base64url.</summary>
    public static string Thumbprint(JsonWebKey key) => Base64Url.EncodeToString(key.ComputeJwkThumbprint());

    /// <summary>How tokens it signed are verified; made once, because an issuer and an audience are not expected to change.</summary>
    public AccessTokenParameters ParametersFor(string issuer, string audience) =>
        _parameters is { } known && known.ValidIssuer == issuer && known.ValidAudience == audience
            ? known
            : _parameters = new AccessTokenParameters(issuer, audience, this);

    /// <summary>
    /// What verifiers elsewhere need to know of it (RFC 7517), without the private part; null for an HMAC key, all of which is secret.
    /// </summary>
    public JsonWebKey? ToPublicJwk() => _publicKey is null ? null : new JsonWebKey
    {
        Kty = _publicKey.Kty,
        Crv = _publicKey.Crv,
        X = _publicKey.X,
        Y = _publicKey.Y,
        Kid = Id,
        Use = JsonWebKeyUseNames.Sig,
        Alg = Name(Algorithm),
    };

    private static AccessTokenKey Create(Func<JsonWebKey?, string> name, SigningAlgorithm algorithm, byte[] material)
    {
        if (algorithm == SigningAlgorithm.HS256)
        {
            return new AccessTokenKey(name(null), algorithm, new SymmetricSecurityKey(material), null);
        }

        var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(material, out _);
        var point = ecdsa.ExportParameters(includePrivateParameters: false).Q;
        var publicKey = new JsonWebKey
        {
            Kty = JsonWebAlgorithmsKeyTypes.EllipticCurve,
            Crv = JsonWebKeyECTypes.P256,
            X = Base64Url.EncodeToString(point.X),
            Y = Base64Url.EncodeToString(point.Y),
        };
        return new AccessTokenKey(name(publicKey), algorithm, new ECDsaSecurityKey(ecdsa), publicKey);
    }
}

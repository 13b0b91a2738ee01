using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace StrategyEngine.Data.Sessions.Tokens;

/// <summary>One key that signs or verifies access tokens.</summary>
/// <remarks>
/// Thread-safe, and never disposed: IdentityModel caches signature providers by key, and outlives any owner we could name.
/// </remarks>
internal sealed class AccessTokenKey
{
    private AccessTokenKey(string id, SigningAlgorithm algorithm, SecurityKey key)
    {
        key.KeyId = id;
        Id = id;
        Algorithm = algorithm;
        Credentials = new SigningCredentials(key, Name(algorithm));
    }

    /// <summary>The <c>kid</c> of the tokens it signs.</summary>
    public string Id { get; }

    public SigningAlgorithm Algorithm { get; }

    public SigningCredentials Credentials { get; }

    /// <summary>From material made by <see cref="NewMaterial"/>.</summary>
    public static AccessTokenKey Create(string id, SigningAlgorithm algorithm, byte[] material)
    {
        if (algorithm == SigningAlgorithm.HS256)
        {
            return new AccessTokenKey(id, algorithm, new SymmetricSecurityKey(material));
        }

        var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(material, out _);
        return new AccessTokenKey(id, algorithm, new ECDsaSecurityKey(ecdsa));
    }

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
}

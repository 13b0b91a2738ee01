using Microsoft.IdentityModel.Tokens;

namespace StrategyEngine.Data.Sessions.Tokens;

/// <summary>Gives the verifier of one key, which IdentityModel would otherwise look up by a text it composes for every token.</summary>
/// <remarks>Thread-safe, as the verifier is.</remarks>
internal sealed class SingleKeyCrypto(SecurityKey key, string algorithm) : CryptoProviderFactory(Default.CryptoProviderCache)
{
    private readonly SignatureProvider _verifier = Default.CreateForVerifying(key, algorithm, cacheProvider: false);

    public override bool IsSupportedAlgorithm(string algorithm, SecurityKey key) =>
        algorithm == _verifier.Algorithm && ReferenceEquals(key, _verifier.Key);

    public override SignatureProvider CreateForVerifying(SecurityKey key, string algorithm) =>
        IsSupportedAlgorithm(algorithm, key) ? _verifier : throw new NotSupportedException("This verifies with one key and algorithm.");

    /// <summary>Nothing: the verifier is used again.</summary>
    public override void ReleaseSignatureProvider(SignatureProvider signatureProvider)
    {
    }
}

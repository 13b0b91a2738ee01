using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Benchmarks.Encryption;

internal sealed class EncryptedCredential : CredentialFields, ICredential
{
    [Encrypted]
    public string ApiKey { get; set; } = "";

    [Encrypted]
    public string ApiSecret { get; set; } = "";

    public (string Key, string Secret) Reveal() => (ApiKey, ApiSecret);
}

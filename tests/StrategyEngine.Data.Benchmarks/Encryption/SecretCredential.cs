using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Benchmarks.Encryption;

internal sealed class SecretCredential : CredentialFields, ICredential
{
    [Encrypted]
    public Secret<string> ApiKey { get => field.For(Id); set; } = "";

    [Encrypted]
    public Secret<string> ApiSecret { get => field.For(Id); set; } = "";

    public (string Key, string Secret) Reveal() => (ApiKey.Reveal(), ApiSecret.Reveal());
}

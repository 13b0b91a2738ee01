namespace StrategyEngine.Data.Benchmarks.Encryption;

internal sealed class PlainCredential : CredentialFields, ICredential
{
    public string ApiKey { get; set; } = "";

    public string ApiSecret { get; set; } = "";

    public (string Key, string Secret) Reveal() => (ApiKey, ApiSecret);
}

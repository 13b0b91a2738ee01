namespace StrategyEngine.Data.Benchmarks.Encryption;

/// <summary>A row whose two last columns may be encrypted.</summary>
internal interface ICredential
{
    (string Key, string Secret) Reveal();
}

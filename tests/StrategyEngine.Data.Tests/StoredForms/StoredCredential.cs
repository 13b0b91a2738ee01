using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.StoredForms;

/// <summary>A row of <c>exchange_credentials</c>, as far as it is encrypted.</summary>
internal sealed class StoredCredential
{
    public Guid Id { get; set; }

    [Encrypted]
    public Secret<string>? ApiKey { get => field?.For(Id); set; }

    [Encrypted]
    public Secret<string>? ApiSecret { get => field?.For(Id); set; }

    [Encrypted]
    public Secret<string>? Passphrase { get => field?.For(Id); set; }
}

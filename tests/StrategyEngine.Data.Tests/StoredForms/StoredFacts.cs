using System.Text.Json.Serialization;

namespace StrategyEngine.Data.Tests.StoredForms;

/// <summary>What is known of the stored content: <c>Fixtures/facts.json</c>.</summary>
internal sealed record StoredFacts(
    DateTimeOffset Time,
    string KitPassphrase,
    StoredFacts.Owner User,
    StoredFacts.Login Session,
    StoredFacts.Key Service,
    Guid Asset,
    Guid Strategy,
    Guid Signal,
    Guid Trade,
    Guid Credential,
    Guid SecondCredential,
    string SealedText,
    string SealedJson)
{
    internal sealed record Owner(
        Guid Id, string Email, string Password, string TotpSecret, string[] RecoveryCodes, string SpentRecoveryCode);

    internal sealed record Login(Guid Id, string RefreshToken, string AccessToken);

    internal sealed record Key(Guid Id, [property: JsonPropertyName("key")] string Value);
}

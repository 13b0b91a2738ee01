using StrategyEngine.Data.Benchmarks.Harness;
using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Benchmarks.Encryption;

/// <summary>Moving the values of a table to a new key.</summary>
internal static class ReencryptionRatios
{
    public static IReadOnlyList<RatioDefinition> All { get; } = [new("reencryption-loop", CreateAsync)];

    private static async Task<RatioLine> CreateAsync(bool reduced)
    {
        var rows = reduced ? 30_000 : 100_000;
        var database = await CredentialDatabase.CreateAsync();
        var secrets = FieldValues.Generate(2 * rows);
        await database.AddAsync<CredentialContext, EncryptedCredential>(
            secrets, (key, secret) => new EncryptedCredential { ApiKey = key, ApiSecret = secret });
        return new RatioLine(
            "reencryption-loop",
            "row",
            rows,
            new ReencryptContender(database, new ReencryptionOptions()),
            [await BareReencryption.CreateAsync(database, secrets, 500)],
            database);
    }
}

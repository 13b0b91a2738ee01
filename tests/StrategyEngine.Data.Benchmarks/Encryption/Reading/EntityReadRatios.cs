using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Encryption;

/// <summary>Reading entities of nine columns of which two are encrypted.</summary>
internal static class EntityReadRatios
{
    public static IReadOnlyList<RatioDefinition> All { get; } =
    [
        new("entity-read-encrypted", reduced => CreateAsync(
            "entity-read-encrypted",
            Rows(reduced),
            "[Encrypted] string, twice",
            (key, secret) => new EncryptedCredential { ApiKey = key, ApiSecret = secret })),
        new("entity-read-secret", reduced => CreateAsync(
            "entity-read-secret",
            Rows(reduced),
            "Secret<string>, twice, not revealed",
            (key, secret) => new SecretCredential { ApiKey = key, ApiSecret = secret })),
    ];

    private static int Rows(bool reduced) => reduced ? 8_000 : 60_000;

    private static async Task<RatioLine> CreateAsync<TRow>(string name, int rows, string library, Func<string, string, TRow> create)
        where TRow : CredentialFields, ICredential
    {
        var database = await CredentialDatabase.CreateAsync();
        var secrets = FieldValues.Generate(2 * rows);
        await database.AddAsync<CredentialContext, TRow>(secrets, create);
        await database.AddAsync<PlainCredentialContext, PlainCredential>(
            secrets, (key, secret) => new PlainCredential { ApiKey = key, ApiSecret = secret });
        return new RatioLine(
            name,
            "row",
            rows,
            new EntityReadContender<CredentialContext, TRow>(library, database),
            [new EntityReadContender<PlainCredentialContext, PlainCredential>("EF, plain strings", database)],
            database);
    }
}

using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;

using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Encryption;

/// <summary>Encrypting and decrypting one column's values, outside a database.</summary>
internal static class FieldEncryptionRatios
{
    public static IReadOnlyList<RatioDefinition> All { get; } =
    [
        new("field-encrypt-aesgcm", reduced => EncryptAsync("field-encrypt-aesgcm", reduced ? 200_000 : 500_000, AesGcms)),
        new("field-decrypt-aesgcm", reduced => DecryptAsync("field-decrypt-aesgcm", reduced ? 200_000 : 500_000, AesGcms)),
        new("field-encrypt-dataprotection",
            reduced => EncryptAsync("field-encrypt-dataprotection", reduced ? 25_000 : 250_000, DataProtections)),
        new("field-decrypt-dataprotection",
            reduced => DecryptAsync("field-decrypt-dataprotection", reduced ? 25_000 : 250_000, DataProtections)),
    ];

    private static IEnumerable<IValueCipher> AesGcms() =>
    [
        new BareAesGcm(buffered: false, pooled: true),
        new BareAesGcm(buffered: true, pooled: true),
        new BareAesGcm(buffered: false, pooled: false),
    ];

    private static IEnumerable<IValueCipher> DataProtections() =>
    [
        new DataProtectionCipher(EncryptionAlgorithm.AES_256_CBC),
        new DataProtectionCipher(EncryptionAlgorithm.AES_256_GCM),
        new DataProtectionCipher(EncryptionAlgorithm.AES_128_GCM),
    ];

    private static async Task<RatioLine> EncryptAsync(string name, int count, Func<IEnumerable<IValueCipher>> baselines)
    {
        var values = FieldValues.Generate(count);
        return new RatioLine(
            name,
            "value",
            count,
            new SealContender(await FieldProtectorCipher.CreateAsync(), values),
            [.. baselines().Select(cipher => new SealContender(cipher, values))]);
    }

    private static async Task<RatioLine> DecryptAsync(string name, int count, Func<IEnumerable<IValueCipher>> baselines)
    {
        var values = FieldValues.Generate(count);
        return new RatioLine(
            name,
            "value",
            count,
            new OpenContender(await FieldProtectorCipher.CreateAsync(), values),
            [.. baselines().Select(cipher => new OpenContender(cipher, values))]);
    }
}

using StrategyEngine.Data.Benchmarks.Harness;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Benchmarks.Sessions;

/// <summary>Validating access tokens.</summary>
internal static class TokenValidationRatios
{
    public static IReadOnlyList<RatioDefinition> All { get; } =
    [
        new("token-validate-seen", reduced => CreateAsync(
            "token-validate-seen", SigningAlgorithm.HS256, 1_000, reduced ? 50 : 100, TokenFreshness.Cached, DefaultCacheSize, seen: true)),
        new("token-validate-first-stateless", reduced => CreateAsync(
            "token-validate-first-stateless",
            SigningAlgorithm.HS256,
            Tokens(reduced),
            1,
            TokenFreshness.Stateless,
            cacheSize: 0,
            seen: false)),
        new("token-validate-first-cached", reduced => CreateAsync(
            "token-validate-first-cached", SigningAlgorithm.HS256, Tokens(reduced), 1, TokenFreshness.Cached, cacheSize: 100, seen: false)),
        new("token-validate-first-es256", reduced => CreateAsync(
            "token-validate-first-es256",
            SigningAlgorithm.ES256,
            reduced ? 2_000 : 5_000,
            1,
            TokenFreshness.Stateless,
            cacheSize: 0,
            seen: false)),
    ];

    private static int DefaultCacheSize => new SessionOptions().CacheSize;

    private static int Tokens(bool reduced) => reduced ? 10_000 : 30_000;

    private static async Task<RatioLine> CreateAsync(
        string name, SigningAlgorithm algorithm, int count, int times, TokenFreshness freshness, int cacheSize, bool seen)
    {
        var file = await SessionFile.CreateAsync(algorithm, count);
        return new RatioLine(
            name,
            "token",
            count * times,
            new ManagerContender(file, file.Tokens, times, freshness, cacheSize, seen),
            [new BareHandler(file, file.Tokens, times, text: true), new BareHandler(file, file.Tokens, times, text: false)],
            file);
    }
}

using System.Security.Cryptography;
using System.Text;

namespace StrategyEngine.Data.Benchmarks.Encryption;

/// <summary>Secrets of 32 characters, such as an exchange's API secret.</summary>
internal static class FieldValues
{
    public static string[] Generate(int count)
    {
        var random = new Random(20240101);
        return
        [
            .. Enumerable.Range(0, count)
                .Select(_ => random.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 32)),
        ];
    }

    /// <summary>A hash over the values in order.</summary>
    public static string Digest(IEnumerable<string?> values)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var value in values)
            hash.AppendData(Encoding.UTF8.GetBytes(value + "\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}

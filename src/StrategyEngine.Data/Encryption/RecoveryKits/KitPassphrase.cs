using System.Security.Cryptography;
using System.Text;

using Konscious.Security.Cryptography;

namespace StrategyEngine.Data.Encryption.KeyRings;

/// <summary>The passphrase of a recovery kit.</summary>
internal static class KitPassphrase
{
    private const int MinLength = 12;
    private const int MinDifferent = 5;
    private const int KeySize = 32;

    // No 0, 1, l or o: it will be written down by hand.
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int Groups = 6;
    private const int GroupLength = 5;

    /// <summary>30 characters of 5 bits: 150 bits.</summary>
    public static string Generate() =>
        string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Alphabet, GroupLength)));

    public static bool IsStrong(string passphrase) =>
        IsWellFormed(passphrase)
            && passphrase.EnumerateRunes().Count() >= MinLength
            && passphrase.EnumerateRunes().Distinct().Count() >= MinDifferent;

    /// <summary>The key that it makes. The caller erases it.</summary>
    public static async Task<byte[]> DeriveKeyAsync(string passphrase, byte[] salt, KitCost cost)
    {
        // The same text typed on another system may come decomposed.
        var bytes = Encoding.UTF8.GetBytes(IsWellFormed(passphrase) ? passphrase.Normalize(NormalizationForm.FormC) : passphrase);
        try
        {
            using var argon2 = new Argon2id(bytes)
            {
                Salt = salt,
                MemorySize = 1 << cost.MemoryExponent,
                Iterations = cost.Iterations,
                DegreeOfParallelism = cost.Lanes
            };
            return await Task.Run(() => argon2.GetBytesAsync(KeySize)).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static bool IsWellFormed(string text) => !text.EnumerateRunes().Contains(Rune.ReplacementChar);
}

using Konscious.Security.Cryptography;

namespace StrategyEngine.Data.Sessions.Passwords;

/// <summary>Argon2id version 19 (RFC 9106).</summary>
internal static class Argon2idFunction
{
    /// <summary>Computes one tag. The caller bounds how many run at once.</summary>
    public static async Task<byte[]> ComputeAsync(
        byte[] password, byte[] salt, Argon2Parameters parameters, int tagLength, byte[]? secret = null, byte[]? associatedData = null)
    {
        using var argon2 = new Argon2id(password)
        {
            Salt = salt,
            MemorySize = parameters.MemoryKiB,
            Iterations = parameters.Iterations,
            DegreeOfParallelism = parameters.Parallelism,
            KnownSecret = secret,
            AssociatedData = associatedData,
        };

        // Off the caller's thread: the first lane is computed where this is called.
        return await Task.Run(() => argon2.GetBytesAsync(tagLength)).ConfigureAwait(false);
    }
}

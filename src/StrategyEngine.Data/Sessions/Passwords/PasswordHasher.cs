using System.Security.Cryptography;
using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Sessions.Passwords;

/// <summary>
/// Hashes passwords with Argon2id (RFC 9106; 16-byte salt, 32-byte tag) into PHC strings, and verifies those and bcrypt's.
/// </summary>
/// <remarks>Thread-safe. Passwords are taken as received, in UTF-8, at most <see cref="MaxPasswordBytes"/> bytes.</remarks>
internal sealed class PasswordHasher(Argon2Parameters parameters, HashGate gate)
{
    public const int MaxPasswordBytes = 1024;
    private const int SaltSize = 16;
    private const int TagSize = 32;

    // bcrypt takes 4 KiB; what it costs is a core.
    private const int BcryptMemoryKiB = 4;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // A hash no password has: what an unknown user's password is compared with, at the cost of a known one's.
    private readonly PhcString _decoy = new(parameters, RandomNumberGenerator.GetBytes(SaltSize), RandomNumberGenerator.GetBytes(TagSize));

    /// <summary>The PHC string of a password; null when too many hashes wait already.</summary>
    /// <exception cref="ArgumentException">The password is empty, longer than 1024 bytes of UTF-8, or not valid Unicode.</exception>
    public async Task<string?> HashAsync(string password, CancellationToken cancellationToken)
    {
        var bytes = Utf8(password)
            ?? throw new ArgumentException($"A password has 1 to {MaxPasswordBytes} bytes of valid UTF-8.", nameof(password));
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var tag = await ComputeAsync(bytes, salt, parameters, TagSize, cancellationToken).ConfigureAwait(false);
        return tag is null ? null : new PhcString(parameters, salt, tag).ToString();
    }

    /// <summary>Compares a password with a stored hash.</summary>
    /// <param name="password">As the user typed it.</param>
    /// <param name="stored">A PHC string or a bcrypt hash; null or unreadable costs one hash and is wrong.</param>
    /// <param name="cancellationToken">Stops waiting; a hash that has begun runs to its end and keeps its place until then.</param>
    public async Task<PasswordVerification> VerifyAsync(string password, string? stored, CancellationToken cancellationToken)
    {
        // An impossible password costs a hash too, so that its answer takes as long as any other.
        var bytes = Utf8(password);
        if (bytes is not null && stored is not null && BcryptHash.IsBcrypt(stored))
        {
            return await VerifyBcryptAsync(password, bytes, stored, cancellationToken).ConfigureAwait(false);
        }

        var known = bytes is null ? null : PhcString.TryParse(stored);
        var expected = known ?? _decoy;
        var actual = await ComputeAsync(bytes ?? new byte[1], expected.Salt, expected.Parameters, expected.Tag.Length, cancellationToken)
            .ConfigureAwait(false);
        if (actual is null)
        {
            return PasswordVerification.Throttled;
        }

        if (!CryptographicOperations.FixedTimeEquals(actual, expected.Tag) || known is null)
        {
            return PasswordVerification.Wrong;
        }

        return IsCurrent(known) ? PasswordVerification.Right : PasswordVerification.RightNeedsRehash;
    }

    private bool IsCurrent(PhcString hash) =>
        hash.Parameters == parameters && hash.Salt.Length >= SaltSize && hash.Tag.Length >= TagSize;

    private async Task<PasswordVerification> VerifyBcryptAsync(
        string password, byte[] bytes, string stored, CancellationToken cancellationToken)
    {
        CryptographicOperations.ZeroMemory(bytes);
        if (!await gate.TryEnterAsync(BcryptMemoryKiB, cancellationToken).ConfigureAwait(false))
        {
            return PasswordVerification.Throttled;
        }

        var work = Task.Run(
            () =>
            {
                try
                {
                    return BcryptHash.Verify(password, stored);
                }
                finally
                {
                    gate.Leave(BcryptMemoryKiB);
                }
            },
            CancellationToken.None);
        return await work.WaitAsync(cancellationToken).ConfigureAwait(false)
            ? PasswordVerification.RightNeedsRehash
            : PasswordVerification.Wrong;
    }

    private async Task<byte[]?> ComputeAsync(
        byte[] password, byte[] salt, Argon2Parameters cost, int tagLength, CancellationToken cancellationToken)
    {
        if (!await gate.TryEnterAsync(cost.MemoryKiB, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        return await RunAsync().WaitAsync(cancellationToken).ConfigureAwait(false);

        async Task<byte[]> RunAsync()
        {
            var began = TimeProvider.System.GetTimestamp();
            try
            {
                return await Argon2idFunction.ComputeAsync(password, salt, cost, tagLength).ConfigureAwait(false);
            }
            finally
            {
                gate.Leave(cost.MemoryKiB);
                SessionMetrics.Hashed(TimeProvider.System.GetElapsedTime(began));
                CryptographicOperations.ZeroMemory(password);
            }
        }
    }

    private static byte[]? Utf8(string password)
    {
        if (password.Length is 0 or > MaxPasswordBytes)
        {
            return null;
        }

        try
        {
            var bytes = StrictUtf8.GetBytes(password);
            return bytes.Length <= MaxPasswordBytes ? bytes : null;
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
    }
}

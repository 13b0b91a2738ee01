namespace StrategyEngine.Data.Encryption;

/// <summary>The DataProtection key ring of a database cannot be read, or not be written, as it is.</summary>
/// <remarks>
/// The code is one of <c>key_ring.secret_missing</c>, <c>key_ring.secret_weak</c>, <c>key_ring.wrong_secret</c>, <c>key_ring.damaged</c>,
/// <c>key_ring.unreadable</c>, <c>key_ring.unprotected</c> and <c>key_ring.not_replaceable</c>. The message names places and keys of the
/// ring by their id, never what they hold.
/// </remarks>
public sealed class KeyRingException : TradingDataException
{
    internal const string MakeSecret = "Make one with: openssl rand -base64 32";

    internal KeyRingException(string code, string message, Exception? innerException = null)
        : base(code, message, innerException)
    {
    }

    internal static KeyRingException SecretMissing(KeyRingSecret place, Exception? cause = null) => new(
        "key_ring.secret_missing",
        $"The secret of the key ring is not there: {place} "
        + $"{(cause is null ? "is empty or not set" : $"cannot be read ({cause.GetType().Name})")}. Put the secret there that the ring "
        + $"was protected with; a new ring takes a new one. {MakeSecret}",
        cause);

    internal static KeyRingException SecretWeak(KeyRingSecret place) => new(
        "key_ring.secret_weak",
        $"The secret of the key ring is too weak: {place} must hold at least 32 random bytes in base64 or hexadecimal. {MakeSecret}");

    internal static KeyRingException WrongSecret(string neededId, string places) => new(
        "key_ring.wrong_secret",
        $"A key of the key ring is sealed under the secret with the fingerprint {neededId}; given are {places}. Put the right secret "
        + $"there, or name its place with UnprotectKeysWithAnySecret inside ProtectKeys.");

    internal static KeyRingException NoSecret(string neededId) => new(
        "key_ring.wrong_secret",
        $"A key of the key ring is sealed under the secret with the fingerprint {neededId}, and no secret is given. Call "
        + $"ProtectKeysWithSecret or UnprotectKeysWithAnySecret inside ProtectKeys.");

    internal static KeyRingException Damaged(Exception? cause = null) => new(
        "key_ring.damaged",
        "A key of the key ring was altered or cut off. Restore the key ring from its backup or from a recovery kit.",
        cause);
}

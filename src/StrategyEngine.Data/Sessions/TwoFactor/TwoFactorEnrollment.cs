namespace StrategyEngine.Data.Sessions;

/// <summary>What an authenticator application needs, shown once. Immutable; prints and serializes without its secret.</summary>
public sealed class TwoFactorEnrollment
{
    private readonly string _uri;
    private readonly string _secret;

    internal TwoFactorEnrollment(string uri, string secret, DateTimeOffset expiresAt)
    {
        _uri = uri;
        _secret = secret;
        ExpiresAt = expiresAt;
    }

    /// <summary>Until when <see cref="AccountManager.ConfirmTwoFactorAsync"/> accepts the first code, in UTC.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>
    /// The <c>otpauth://totp/…</c> address, to be shown as a QR code (Key Uri Format of Google Authenticator; SHA-1, 6 digits, 30 s).
    /// </summary>
    public string RevealUri() => _uri;

    /// <summary>The secret in base32 (RFC 4648 §6), to be typed where no code can be scanned.</summary>
    public string RevealSecret() => _secret;

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";
}

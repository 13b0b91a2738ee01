using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Sessions;

/// <summary>What passwords must be, what hashing them costs, how two-factor works and how fast logging in may be tried.</summary>
/// <remarks>Read once, when an <see cref="AccountManager"/> is made. Options out of range are reported together then.</remarks>
public sealed class AccountOptions : IRangedOptions
{
    /// <summary>The application as users know it: shown by authenticator applications, and not allowed as most of a password.</summary>
    /// <value>1 to 64 characters, no colon, no control character. Default: <c>StrategyEngine</c>.</value>
    public string ApplicationName { get; set; } = "StrategyEngine";

    /// <summary>The fewest characters of a password (NIST SP 800-63B-4 §3.1.1.2: 15 for a password that may be the only factor).</summary>
    /// <value>8 to 128 characters. Default: 15.</value>
    public int MinPasswordLength { get; set; } = 15;

    /// <summary>Further words that may not make up a password, beside the built-in list: a product, a company, a place. Any case.</summary>
    /// <value>Any texts, no null. Default: empty. Words of fewer than 4 characters are ignored.</value>
    public ICollection<string> DeniedPasswordWords { get; } = new List<string>();

    /// <summary>
    /// Asks another source whether a password is known to attackers, such as a file or service of breached passwords; null for none.
    /// </summary>
    /// <remarks>
    /// Called with new passwords only, after all other checks. Keep the password to yourself: send no more of it anywhere than a prefix of
    /// a hash.
    /// </remarks>
    /// <value>Default: null.</value>
    public Func<string, CancellationToken, ValueTask<bool>>? IsPasswordBreached { get; set; }

    /// <summary>Memory of one Argon2id hash (RFC 9106 §3.1, m).</summary>
    /// <value>19,456 to 1,048,576 KiB. Default: 19,456 KiB (19 MiB), the first choice of the OWASP Password Storage Cheat Sheet.</value>
    public int Argon2MemoryKiB { get; set; } = 19_456;

    /// <summary>Passes of one Argon2id hash (RFC 9106 §3.1, t).</summary>
    /// <value>2 to 16. Default: 2.</value>
    public int Argon2Iterations { get; set; } = 2;

    /// <summary>Lanes of one Argon2id hash (RFC 9106 §3.1, p).</summary>
    /// <value>1 to 16. Default: 1.</value>
    public int Argon2Parallelism { get; set; } = 1;

    /// <summary>How many password hashes run at once.</summary>
    /// <value>1 to 256. Default: the number of processors.</value>
    public int MaxConcurrentHashes { get; set; } = Math.Clamp(Environment.ProcessorCount, 1, 256);

    /// <summary>How much memory running password hashes take together. A hash that alone needs more runs alone.</summary>
    /// <value>19,456 to 67,108,864 KiB. Default: 262,144 KiB (256 MiB).</value>
    public int HashMemoryBudgetKiB { get; set; } = 262_144;

    /// <summary>How many password hashes may wait; the next gets <see cref="LoginResult.Throttled"/>.</summary>
    /// <value>0 to 10,000. Default: 100.</value>
    public int HashQueueLimit { get; set; } = 100;

    /// <summary>How many 30-second steps a code may be early or late (RFC 6238 §5.2).</summary>
    /// <value>0 to 2. Default: 1.</value>
    public int TotpWindow { get; set; } = 1;

    /// <summary>How long an enrolment waits for its first code.</summary>
    /// <value>1 minute to 1 hour. Default: 10 minutes.</value>
    public TimeSpan TwoFactorEnrollmentLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long after the password the second factor is awaited.</summary>
    /// <value>1 to 30 minutes. Default: 5 minutes.</value>
    public TimeSpan TwoFactorChallengeLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long after a second factor the secrets of credentials may be revealed (<see cref="AccountManager.RevealCredentialAsync"/>).
    /// </summary>
    /// <value>1 minute to 1 hour. Default: 5 minutes.</value>
    public TimeSpan StepUpLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a device stays known after a log-in.</summary>
    /// <value>1 day to 365 days. Default: 180 days.</value>
    public TimeSpan KnownDeviceLifetime { get; set; } = TimeSpan.FromDays(180);

    /// <summary>
    /// The least time until a failed log-in is answered, which hides that a bcrypt hash takes longer or shorter than one of Argon2id.
    /// </summary>
    /// <value>0 to 10 seconds. Default: 0, for every hash is of one cost. While there are hashes brought from elsewhere, set it above what
    /// they take: 500 ms, say.</value>
    public TimeSpan MinFailedLoginDuration { get; set; }

    /// <summary>
    /// How many log-ins one address (IPv4, or IPv6 network of 64 bits) may try at once; they come back evenly over
    /// <see cref="AttemptWindow"/>.
    /// </summary>
    /// <value>1 to 10,000. Default: 10.</value>
    public int LoginAttemptsPerAddress { get; set; } = 10;

    /// <summary>How many wrong passwords, and how many wrong codes, an account takes before it is slowed.</summary>
    /// <value>1 to 100. Default: 5.</value>
    public int FreeFailures { get; set; } = 5;

    /// <summary>How long attempts are remembered, and the longest an account is slowed; it is never locked for good.</summary>
    /// <value>1 minute to 24 hours. Default: 15 minutes.</value>
    public TimeSpan AttemptWindow { get; set; } = TimeSpan.FromMinutes(15);

    internal AccountOptions Copy() => (AccountOptions)MemberwiseClone();

    string IRangedOptions.Code => "sessions.options";

    void IRangedOptions.Check(OptionRanges ranges)
    {
        var minute = TimeSpan.FromMinutes(1);
        if (!(ApplicationName is { Length: >= 1 and <= 64 } && !ApplicationName.Any(c => c == ':' || char.IsControl(c))))
        {
            ranges.Refuse(nameof(ApplicationName), OptionRanges.Shown(ApplicationName), "set it to 1 to 64 characters,"
                + " no colon or control character");
        }

        ranges.Within(MinPasswordLength, 8, 128);
        ranges.Texts(DeniedPasswordWords);
        ranges.Within(Argon2MemoryKiB, 19_456, 1_048_576);
        ranges.Within(Argon2Iterations, 2, 16);
        ranges.Within(Argon2Parallelism, 1, 16);
        ranges.Within(MaxConcurrentHashes, 1, 256);
        ranges.Within(HashMemoryBudgetKiB, 19_456, 67_108_864);
        ranges.Within(HashQueueLimit, 0, 10_000);
        ranges.Within(TotpWindow, 0, 2);
        ranges.Within(TwoFactorEnrollmentLifetime, minute, 60 * minute);
        ranges.Within(TwoFactorChallengeLifetime, minute, 30 * minute);
        ranges.Within(StepUpLifetime, minute, 60 * minute);
        ranges.Within(KnownDeviceLifetime, TimeSpan.FromDays(1), TimeSpan.FromDays(365));
        ranges.Within(MinFailedLoginDuration, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        ranges.Within(LoginAttemptsPerAddress, 1, 10_000);
        ranges.Within(FreeFailures, 1, 100);
        ranges.Within(AttemptWindow, minute, TimeSpan.FromDays(1));
    }

    /// <summary>Each option; none is a secret.</summary>
    public override string ToString() => Printed.Whole(this);
}

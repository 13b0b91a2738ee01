using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Sessions;

/// <summary>How long sessions live, how many there may be, and what their tokens say.</summary>
/// <remarks>Read once, when a <see cref="SessionManager"/> is made. Options out of range are reported together then.</remarks>
public sealed class SessionOptions : IRangedOptions
{
    /// <summary>Who issues access tokens: claim <c>iss</c>. Tokens of another issuer are rejected.</summary>
    /// <value>1 to 200 printable characters without white space. Default: <c>StrategyEngine</c>.</value>
    public string Issuer { get; set; } = "StrategyEngine";

    /// <summary>Who access tokens are for: claim <c>aud</c>. Tokens for another audience are rejected.</summary>
    /// <value>1 to 200 printable characters without white space. Default: <c>StrategyEngine</c>.</value>
    public string Audience { get; set; } = "StrategyEngine";

    /// <summary>How access tokens are signed. Changing it makes access tokens issued before invalid; sessions refresh unharmed.</summary>
    /// <value>Default: <see cref="SigningAlgorithm.HS256"/>.</value>
    public SigningAlgorithm SigningAlgorithm { get; set; } = SigningAlgorithm.HS256;

    /// <summary>How long an access token is accepted, unless its session ends first.</summary>
    /// <value>1 minute to 1 hour. Default: 15 minutes.</value>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a session lives from log-in, whatever is done with it. Nothing extends it.</summary>
    /// <value>5 minutes to 30 days, at least <see cref="IdleTimeout"/>. Default: 24 hours.</value>
    public TimeSpan AbsoluteLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a session lives unused. A refresh extends it, and so does cached or strict validation.</summary>
    /// <value>1 minute to 30 days. Default: 2 hours.</value>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromHours(2);

    /// <summary><see cref="AbsoluteLifetime"/> of a session whose user asked to be remembered.</summary>
    /// <value>5 minutes to 365 days, at least <see cref="RememberedIdleTimeout"/>. Default: 30 days.</value>
    public TimeSpan RememberedAbsoluteLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary><see cref="IdleTimeout"/> of a session whose user asked to be remembered.</summary>
    /// <value>1 minute to 365 days. Default: 7 days.</value>
    public TimeSpan RememberedIdleTimeout { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How many sessions one user may have at once.</summary>
    /// <value>1 to 1000. Default: 5.</value>
    public int MaxSessionsPerUser { get; set; } = 5;

    /// <summary>What happens beyond <see cref="MaxSessionsPerUser"/>.</summary>
    /// <value>Default: <see cref="SessionCapBehavior.EvictOldest"/>.</value>
    public SessionCapBehavior CapBehavior { get; set; } = SessionCapBehavior.EvictOldest;

    /// <summary>
    /// How long after a rotation the token before it still gives its successor, for clients that refresh twice at once or lose an
    /// answer. A session rotates at most once in this time.
    /// </summary>
    /// <value>0 to 5 minutes; 0 makes every repeated refresh a reuse. Default: 30 seconds.</value>
    public TimeSpan RefreshGracePeriod { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Which differences of the client that uses a session end it. Every difference is recorded; most are ordinary.</summary>
    /// <remarks>Looked at by refreshes, and by validations that are told the client and are not stateless.</remarks>
    /// <value>Any of <see cref="ClientChange"/>. Default: <see cref="ClientChange.None"/>. <see cref="ClientChange.Network"/> suits
    /// programs on servers.</value>
    public ClientChange EndSessionOnClientChange { get; set; }

    /// <summary>By how much the clocks of nodes may differ when the instants of an access token are compared.</summary>
    /// <value>0 to 5 minutes. Default: 30 seconds.</value>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long <see cref="TokenFreshness.Cached"/> may go without looking at the database: the delay of a revocation made elsewhere.
    /// </summary>
    /// <value>0 to 5 minutes. Default: 10 seconds.</value>
    public TimeSpan RevocationDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many validated tokens, as many sessions and as many refreshed ones are remembered in memory.</summary>
    /// <value>0 to 1,000,000. Default: 10,000, about 10 MB.</value>
    public int CacheSize { get; set; } = 10_000;

    /// <summary>How often use of a session is written down at most.</summary>
    /// <value>0 to 1 hour, at most the idle timeouts. Default: 1 minute.</value>
    public TimeSpan ActivityInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a key signs access tokens before its successor does.</summary>
    /// <value>1 day to 365 days. Default: 30 days.</value>
    public TimeSpan SigningKeyLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a signing key is known before it signs, so that every node has it by then.</summary>
    /// <value>1 minute to 12 hours. Default: 10 minutes.</value>
    public TimeSpan SigningKeyAnnouncement { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long ended sessions are kept before <see cref="SessionManager.CleanupExpiredSessionsAsync"/> deletes them.</summary>
    /// <value>0 to 365 days. Default: 0.</value>
    public TimeSpan EndedSessionRetention { get; set; } = TimeSpan.Zero;

    /// <summary>How long the record of authentication is kept before the clean-up deletes it.</summary>
    /// <value>1 day to 3650 days. Default: 365 days.</value>
    public TimeSpan EventRetention { get; set; } = TimeSpan.FromDays(365);

    /// <summary>How often a host cleans up by itself; the first time after a random part of it, so that nodes take turns.</summary>
    /// <value>0, for never, or 1 minute to 24 hours. Default: 1 hour.</value>
    public TimeSpan CleanupInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How many rows one statement of the clean-up deletes.</summary>
    /// <value>1 to 10,000. Default: 500.</value>
    public int CleanupBatchSize { get; set; } = 500;

    internal SessionOptions Copy() => (SessionOptions)MemberwiseClone();

    string IRangedOptions.Code => "sessions.options";

    void IRangedOptions.Check(OptionRanges ranges)
    {
        var (minute, day) = (TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        ranges.Name(Issuer);
        ranges.Name(Audience);
        ranges.Defined(SigningAlgorithm);
        ranges.Defined(CapBehavior);
        ranges.Within(AccessTokenLifetime, minute, TimeSpan.FromHours(1));
        ranges.Within(AbsoluteLifetime, 5 * minute, 30 * day);
        ranges.Within(IdleTimeout, minute, 30 * day);
        ranges.AtMost(IdleTimeout, AbsoluteLifetime, nameof(IdleTimeout), nameof(AbsoluteLifetime));
        ranges.Within(RememberedAbsoluteLifetime, 5 * minute, 365 * day);
        ranges.Within(RememberedIdleTimeout, minute, 365 * day);
        ranges.AtMost(RememberedIdleTimeout, RememberedAbsoluteLifetime, nameof(RememberedIdleTimeout), nameof(RememberedAbsoluteLifetime));
        ranges.Within(MaxSessionsPerUser, 1, 1000);
        ranges.Within(RefreshGracePeriod, TimeSpan.Zero, 5 * minute);
        ranges.Within(ClockSkew, TimeSpan.Zero, 5 * minute);
        ranges.Within(RevocationDelay, TimeSpan.Zero, 5 * minute);
        ranges.Within(CacheSize, 0, 1_000_000);
        ranges.Within(ActivityInterval, TimeSpan.Zero, 60 * minute);
        ranges.AtMost(ActivityInterval, IdleTimeout, nameof(ActivityInterval), nameof(IdleTimeout));
        ranges.AtMost(ActivityInterval, RememberedIdleTimeout, nameof(ActivityInterval), nameof(RememberedIdleTimeout));
        ranges.Within(SigningKeyLifetime, day, 365 * day);
        ranges.Within(SigningKeyAnnouncement, minute, day / 2);
        ranges.Within(EndedSessionRetention, TimeSpan.Zero, 365 * day);
        ranges.Within(EventRetention, day, 3650 * day);
        if (CleanupInterval != TimeSpan.Zero && (CleanupInterval < minute || CleanupInterval > day))
            ranges.Refuse(nameof(CleanupInterval), CleanupInterval, $"set it to zero, for never, or between {minute:c} and {day:c}");
        if ((EndSessionOnClientChange & ~(ClientChange.Network | ClientChange.UserAgent)) != 0)
            ranges.Refuse(nameof(EndSessionOnClientChange), (int)EndSessionOnClientChange, "set it to None, Network, UserAgent or both");
        ranges.Within(CleanupBatchSize, 1, 10_000);
    }

    /// <summary>Each option; none is a secret.</summary>
    public override string ToString() => Printed.Whole(this);
}

using Microsoft.Extensions.Options;

namespace StrategyEngine.Data.Sessions;

/// <summary>Checks every range of <see cref="SessionOptions"/> and reports all failures together.</summary>
internal sealed class SessionOptionsValidator : IValidateOptions<SessionOptions>
{
    public ValidateOptionsResult Validate(string? name, SessionOptions options)
    {
        var ranges = new OptionRanges(nameof(SessionOptions));
        var (minute, day) = (TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        ranges.Name(options.Issuer, nameof(options.Issuer));
        ranges.Name(options.Audience, nameof(options.Audience));
        ranges.Defined(options.SigningAlgorithm, nameof(options.SigningAlgorithm));
        ranges.Defined(options.CapBehavior, nameof(options.CapBehavior));
        ranges.Within(options.AccessTokenLifetime, minute, TimeSpan.FromHours(1), nameof(options.AccessTokenLifetime));
        ranges.Within(options.AbsoluteLifetime, 5 * minute, 30 * day, nameof(options.AbsoluteLifetime));
        ranges.Within(options.IdleTimeout, minute, 30 * day, nameof(options.IdleTimeout));
        ranges.AtMost(options.IdleTimeout, options.AbsoluteLifetime, nameof(options.IdleTimeout), nameof(options.AbsoluteLifetime));
        ranges.Within(options.RememberedAbsoluteLifetime, 5 * minute, 365 * day, nameof(options.RememberedAbsoluteLifetime));
        ranges.Within(options.RememberedIdleTimeout, minute, 365 * day, nameof(options.RememberedIdleTimeout));
        ranges.AtMost(
            options.RememberedIdleTimeout, options.RememberedAbsoluteLifetime, nameof(options.RememberedIdleTimeout), nameof(options.RememberedAbsoluteLifetime));
        ranges.Within(options.MaxSessionsPerUser, 1, 1000, nameof(options.MaxSessionsPerUser));
        ranges.Within(options.RefreshGracePeriod, TimeSpan.Zero, 5 * minute, nameof(options.RefreshGracePeriod));
        ranges.Within(options.ClockSkew, TimeSpan.Zero, 5 * minute, nameof(options.ClockSkew));
        ranges.Within(options.RevocationDelay, TimeSpan.Zero, 5 * minute, nameof(options.RevocationDelay));
        ranges.Within(options.CacheSize, 0, 1_000_000, nameof(options.CacheSize));
        ranges.Within(options.ActivityInterval, TimeSpan.Zero, 60 * minute, nameof(options.ActivityInterval));
        ranges.AtMost(options.ActivityInterval, options.IdleTimeout, nameof(options.ActivityInterval), nameof(options.IdleTimeout));
        ranges.AtMost(options.ActivityInterval, options.RememberedIdleTimeout, nameof(options.ActivityInterval), nameof(options.RememberedIdleTimeout));
        ranges.Within(options.SigningKeyLifetime, day, 365 * day, nameof(options.SigningKeyLifetime));
        ranges.Within(options.SigningKeyAnnouncement, minute, day / 2, nameof(options.SigningKeyAnnouncement));
        ranges.Within(options.EndedSessionRetention, TimeSpan.Zero, 365 * day, nameof(options.EndedSessionRetention));
        ranges.Within(options.EventRetention, day, 3650 * day, nameof(options.EventRetention));
        ranges.Require(
            options.CleanupInterval == TimeSpan.Zero || (options.CleanupInterval >= minute && options.CleanupInterval <= day),
            FormattableString.Invariant($"{nameof(SessionOptions)}.{nameof(options.CleanupInterval)} is {options.CleanupInterval:c}; set it to zero, for never, or between {minute:c} and {day:c}."));
        ranges.Require(
            (options.EndSessionOnClientChange & ~(ClientChange.Network | ClientChange.UserAgent)) == 0,
            $"{nameof(SessionOptions)}.{nameof(options.EndSessionOnClientChange)} is not made of {nameof(ClientChange)}; set it to None, Network, UserAgent or both.");
        ranges.Within(options.CleanupBatchSize, 1, 10_000, nameof(options.CleanupBatchSize));
        return ranges.Result;
    }
}

using Microsoft.Extensions.Options;

namespace StrategyEngine.Data.Sessions;

/// <summary>Checks every range of <see cref="AccountOptions"/> and reports all failures together.</summary>
internal sealed class AccountOptionsValidator : IValidateOptions<AccountOptions>
{
    public ValidateOptionsResult Validate(string? name, AccountOptions options)
    {
        var ranges = new OptionRanges(nameof(AccountOptions));
        var minute = TimeSpan.FromMinutes(1);
        ranges.Require(
            options.ApplicationName is { Length: >= 1 and <= 64 } application && !application.Any(c => c == ':' || char.IsControl(c)),
            $"{nameof(AccountOptions)}.{nameof(options.ApplicationName)} must have 1 to 64 characters, without colon and control characters.");
        ranges.Within(options.MinPasswordLength, 8, 128, nameof(options.MinPasswordLength));
        ranges.Within(options.Argon2MemoryKiB, 19_456, 1_048_576, nameof(options.Argon2MemoryKiB));
        ranges.Within(options.Argon2Iterations, 2, 16, nameof(options.Argon2Iterations));
        ranges.Within(options.Argon2Parallelism, 1, 16, nameof(options.Argon2Parallelism));
        ranges.Within(options.MaxConcurrentHashes, 1, 256, nameof(options.MaxConcurrentHashes));
        ranges.Within(options.HashMemoryBudgetKiB, 19_456, 67_108_864, nameof(options.HashMemoryBudgetKiB));
        ranges.Within(options.HashQueueLimit, 0, 10_000, nameof(options.HashQueueLimit));
        ranges.Within(options.TotpWindow, 0, 2, nameof(options.TotpWindow));
        ranges.Within(options.TwoFactorEnrollmentLifetime, minute, 60 * minute, nameof(options.TwoFactorEnrollmentLifetime));
        ranges.Within(options.TwoFactorChallengeLifetime, minute, 30 * minute, nameof(options.TwoFactorChallengeLifetime));
        ranges.Within(options.StepUpLifetime, minute, 60 * minute, nameof(options.StepUpLifetime));
        ranges.Within(options.KnownDeviceLifetime, TimeSpan.FromDays(1), TimeSpan.FromDays(365), nameof(options.KnownDeviceLifetime));
        ranges.Within(options.MinFailedLoginDuration, TimeSpan.Zero, TimeSpan.FromSeconds(10), nameof(options.MinFailedLoginDuration));
        ranges.Within(options.LoginAttemptsPerAddress, 1, 10_000, nameof(options.LoginAttemptsPerAddress));
        ranges.Within(options.FreeFailures, 1, 100, nameof(options.FreeFailures));
        ranges.Within(options.AttemptWindow, minute, TimeSpan.FromDays(1), nameof(options.AttemptWindow));
        return ranges.Result;
    }
}

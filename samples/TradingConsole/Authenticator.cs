using OtpNet;

using StrategyEngine.Data.Sessions;

namespace TradingConsole;

/// <summary>Plays the application on the user's phone: it knows the enrolled secret and the time, and shows codes (RFC 6238).</summary>
internal sealed class Authenticator(TimeProvider timeProvider)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    public string CurrentCode(TwoFactorEnrollment enrollment) => Code(enrollment, timeProvider.GetUtcNow());

    public string PreviousCode(TwoFactorEnrollment enrollment) => Code(enrollment, timeProvider.GetUtcNow() - Step);

    private static string Code(TwoFactorEnrollment enrollment, DateTimeOffset time) =>
        new Totp(Base32Encoding.ToBytes(enrollment.RevealSecret())).ComputeTotp(time.UtcDateTime);
}

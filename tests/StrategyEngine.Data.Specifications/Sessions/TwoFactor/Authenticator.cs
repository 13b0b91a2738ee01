using OtpNet;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>A user's authenticator application, which shares no code with the library.</summary>
public sealed class Authenticator(string secret)
{
    private readonly Totp _totp = new(Base32Encoding.ToBytes(secret));

    public string CodeAt(DateTimeOffset instant) => _totp.ComputeTotp(instant.UtcDateTime);
}

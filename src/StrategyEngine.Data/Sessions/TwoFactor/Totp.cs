using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace StrategyEngine.Data.Sessions.TwoFactor;

/// <summary>Time-based one-time passwords (RFC 6238 over RFC 4226): 20-byte secret, 30-second steps, 6 digits.</summary>
internal static class Totp
{
    public const int SecretSize = 20;
    public const int Digits = 6;
    public const int PeriodSeconds = 30;

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretSize);

    public static long StepAt(DateTimeOffset instant) => instant.ToUnixTimeSeconds() / PeriodSeconds;

    /// <summary>The code of one step (RFC 4226 §5.3).</summary>
    public static string Code(ReadOnlySpan<byte> secret, long step, int digits = Digits, TotpAlgorithm algorithm = TotpAlgorithm.SHA1)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[HMACSHA512.HashSizeInBytes];
        mac = mac[..Mac(algorithm, secret, counter, mac)];

        var offset = mac[^1] & 0xF;
        var number = BinaryPrimitives.ReadUInt32BigEndian(mac[offset..]) & 0x7FFFFFFF;
        uint modulus = 1;
        for (var i = 0; i < digits; i++)
        {
            modulus *= 10;
        }

        return (number % modulus).ToString("D" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The step a code belongs to, within <paramref name="window"/> steps of now; null if none. Compares every candidate, in
    /// constant time each. Accept only a step later than the last accepted one (RFC 6238 §5.2).
    /// </summary>
    public static long? Match(ReadOnlySpan<byte> secret, string? code, DateTimeOffset now, int window)
    {
        if (code is not { Length: Digits } || code.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        var presented = Encoding.ASCII.GetBytes(code);
        var present = StepAt(now);
        long? match = null;
        for (var step = present - window; step <= present + window; step++)
        {
            if (step >= 0 && CryptographicOperations.FixedTimeEquals(presented, Encoding.ASCII.GetBytes(Code(secret, step))))
            {
                match = step;
            }
        }

        return match;
    }

    /// <summary>
    /// The address an authenticator application enrols from (Key Uri Format of Google Authenticator):
    /// <c>otpauth://totp/Issuer:account?secret=…</c>.
    /// </summary>
    public static string Uri(string issuer, string account, ReadOnlySpan<byte> secret) => string.Create(
        CultureInfo.InvariantCulture,
        $"otpauth://totp/{Escape(issuer)}:{Escape(account)}?secret={Base32.Encode(secret)}&issuer={Escape(issuer)}&algorithm=SHA1&digits={Digits}&period={PeriodSeconds}");

    private static string Escape(string text) => System.Uri.EscapeDataString(text);

#pragma warning disable CA5350 // Authenticator applications implement RFC 6238 over HMAC-SHA-1; HMAC does not need collision resistance.
    private static int Mac(TotpAlgorithm algorithm, ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> mac) => algorithm switch
    {
        TotpAlgorithm.SHA256 => HMACSHA256.HashData(key, data, mac),
        TotpAlgorithm.SHA512 => HMACSHA512.HashData(key, data, mac),
        _ => HMACSHA1.HashData(key, data, mac),
    };
#pragma warning restore CA5350
}

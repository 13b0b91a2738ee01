using System.Security.Cryptography;
using System.Text;

using StrategyEngine.Data.Sessions.Tokens;

namespace StrategyEngine.Data.Sessions.Throttling;

/// <summary>
/// The row of <c>login_throttles</c> that something is counted in: HMAC-SHA256 of what it is, so that the table names nobody.
/// </summary>
internal static class ThrottleKey
{
    public static byte[] Account(SessionRootKey root, string normalizedName) => Hash(root, "account|" + normalizedName);

    public static byte[] Network(SessionRootKey root, string network) => Hash(root, "network|" + network);

    /// <summary>The password attempts of a device that is known.</summary>
    public static byte[] Device(SessionRootKey root, KnownDevice device) => Hash(root, "device|" + device.Id.ToString("N"));

    /// <summary>The log-ins of a device that is known, right and wrong, which are limited as those of an address.</summary>
    public static byte[] DeviceRate(SessionRootKey root, KnownDevice device) => Hash(root, "device-rate|" + device.Id.ToString("N"));

    /// <summary>The codes that a logged-in user gives: whoever guesses at the log-in must not keep the owner from them.</summary>
    public static byte[] SessionSecondFactor(SessionRootKey root, Guid userId) =>
        Hash(root, "session-second-factor|" + userId.ToString("N"));

    /// <summary>The codes of a user at the log-in, or those from a device that is known.</summary>
    public static byte[] SecondFactor(SessionRootKey root, Guid userId, KnownDevice? device = null) =>
        Hash(root, device is null ? "second-factor|" + userId.ToString("N") : "device-second-factor|" + device.Id.ToString("N"));

    /// <summary>The passwords that a logged-in user gives again.</summary>
    public static byte[] CurrentPassword(SessionRootKey root, Guid userId) => Hash(root, "current-password|" + userId.ToString("N"));

    private static byte[] Hash(SessionRootKey root, string text) => HMACSHA256.HashData(root.Throttle, Encoding.UTF8.GetBytes(text));
}

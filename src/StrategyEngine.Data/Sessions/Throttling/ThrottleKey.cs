using System.Security.Cryptography;
using System.Text;

using StrategyEngine.Data.Sessions.Tokens;

namespace StrategyEngine.Data.Sessions.Throttling;

/// <summary>The row of <c>login_throttles</c> that something is counted in: HMAC-SHA256 of what it is, so that the table names nobody.</summary>
internal static class ThrottleKey
{
    public static byte[] Account(SessionRootKey root, string normalizedName) => Hash(root, "account|" + normalizedName);

    public static byte[] SecondFactor(SessionRootKey root, Guid userId) => Hash(root, "second-factor|" + userId.ToString("N"));

    public static byte[] Network(SessionRootKey root, string network) => Hash(root, "network|" + network);

    private static byte[] Hash(SessionRootKey root, string text) => HMACSHA256.HashData(root.Throttle, Encoding.UTF8.GetBytes(text));
}

using System.Net;

namespace StrategyEngine.Data.Sessions.ServiceKeys;

/// <summary>Networks in CIDR notation (RFC 4632, RFC 4291 §2.3), as a column keeps them: separated by spaces.</summary>
internal static class NetworkList
{
    private const int MaxLength = 1000;

    /// <exception cref="ArgumentException">An entry is no address and no network, or there are too many.</exception>
    public static string Join(IReadOnlyList<string> networks, string name)
    {
        ArgumentNullException.ThrowIfNull(networks, name);
        var parsed = networks.Select(text => Parse(text)
            ?? throw new ArgumentException("Each entry is an address, such as 203.0.113.7, or a network whose other bits are zero, such as 203.0.113.0/24 or 2001:db8::/32.", name));
        var joined = string.Join(' ', parsed);
        return joined.Length <= MaxLength ? joined : throw new ArgumentException($"Joined by spaces, the networks have at most {MaxLength} characters.", name);
    }

    /// <summary>Whether an address is in one of the networks; any address, or none, is where the list is empty.</summary>
    public static bool Contains(string networks, string? ipAddress) =>
        networks.Length == 0
        || (ClientText.Parse(ipAddress) is { } address && SpaceSeparated.Split(networks).Any(network => IPNetwork.Parse(network).Contains(address)));

    private static IPNetwork? Parse(string? text)
    {
        if (ClientText.Parse(text) is { } address)
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return text is not null && text.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash
            && ClientText.Parse(text[..slash]) is { } prefix
            && IPNetwork.TryParse(text, out var network)
            && network.BaseAddress.Equals(prefix)
                ? network
                : null;
    }
}

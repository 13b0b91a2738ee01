using System.Net;

namespace StrategyEngine.Data.Sessions.ServiceKeys;

/// <summary>Networks in CIDR notation (RFC 4632, RFC 4291 §2.3), as a column keeps them: separated by spaces.</summary>
internal static class NetworkList
{
    /// <summary>Joined in their canonical form; null where an entry is no address and no network, or all are too long together.</summary>
    public static string? TryJoin(IReadOnlyList<string>? networks, int maxLength)
    {
        var parsed = networks?.Select(Parse).ToList();
        return parsed is not null && !parsed.Contains(null) && string.Join(' ', parsed) is var joined && joined.Length <= maxLength
            ? joined
            : null;
    }

    /// <summary>Whether an address is in one of the networks; any address, or none, is where the list is empty.</summary>
    public static bool Contains(string networks, string? ipAddress) =>
        networks.Length == 0
        || (ClientText.Parse(ipAddress) is { } address
            && SpaceSeparated.Split(networks).Any(network => IPNetwork.Parse(network).Contains(address)));

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

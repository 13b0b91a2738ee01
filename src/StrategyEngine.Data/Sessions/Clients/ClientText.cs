using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StrategyEngine.Data.Sessions;

/// <summary>What a client says of itself, made fit to be stored and shown.</summary>
internal static class ClientText
{
    private const int MaxUserAgent = 512;

    /// <summary>The address in its canonical form, IPv4 also where it came mapped into IPv6; null if it is none.</summary>
    public static string? Address(string? text) => Parse(text)?.ToString();

    /// <summary>
    /// What shares a limit: an IPv4 address, or the /64 network of an IPv6 address, within which a client chooses freely.
    /// </summary>
    public static string? Network(string? text)
    {
        return Parse(text) is not { } address ? null
            : address.AddressFamily == AddressFamily.InterNetwork ? address.ToString()
            : Prefix(address, 8);
    }

    /// <summary>The surroundings within which a client usually moves: the /24 of an IPv4 address, the /48 of an IPv6 address.</summary>
    public static string? Neighbourhood(string? text) =>
        Parse(text) is { } address ? Prefix(address, address.AddressFamily == AddressFamily.InterNetwork ? 3 : 6) : null;

    /// <summary>At most 512 characters, cut between characters, without control characters; null if nothing is left.</summary>
    public static string? UserAgent(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (text.Length <= MaxUserAgent && !text.AsSpan().ContainsAnyExceptInRange(' ', '~') && text[0] != ' ' && text[^1] != ' ')
            return text;
        var kept = new StringBuilder(Math.Min(text.Length, MaxUserAgent));
        foreach (var rune in text.EnumerateRunes())
        {
            if (kept.Length + rune.Utf16SequenceLength > MaxUserAgent)
                break;
            kept.Append((Rune.IsControl(rune) ? new Rune(' ') : rune).ToString());
        }

        return kept.ToString().Trim() is { Length: > 0 } trimmed ? trimmed : null;
    }

    public static string Of(ClientChange change) => change switch
    {
        ClientChange.Network => "network",
        ClientChange.UserAgent => "user_agent",
        _ => "network user_agent",
    };

    private static string Prefix(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(length).Clear();
        return $"{new IPAddress(bytes)}/{8 * length}";
    }

    /// <summary>The address a text spells, IPv4 also where it came mapped into IPv6; null if it is none.</summary>
    public static IPAddress? Parse(string? text)
    {
        // Forms such as "1" or "0x7f.1" are addresses to the parser, and to nobody who reads them.
        if (text is not { Length: >= 2 and <= 64 } || !IPAddress.TryParse(text, out var address))
            return null;
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return address.ToString() == text ? address : null;
        address.ScopeId = 0;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }
}

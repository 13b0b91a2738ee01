namespace StrategyEngine.Data.Sessions;

/// <summary>What of a client is compared from one use of a session to the next.</summary>
internal sealed record ClientFingerprint(string? Network, string? UserAgent)
{
    public static ClientFingerprint Unknown { get; } = new(null, null);

    public static ClientFingerprint Of(ClientInfo client) => Of(client.IpAddress, ClientText.UserAgent(client.UserAgent));

    /// <summary>From an address and a user agent as they are stored.</summary>
    public static ClientFingerprint Of(string? ipAddress, string? userAgent) => new(ClientText.Neighbourhood(ipAddress), userAgent);

    public ClientChange ChangeTo(ClientFingerprint other) =>
        (Differ(Network, other.Network) ? ClientChange.Network : ClientChange.None)
            | (IsOther(other) ? ClientChange.UserAgent : ClientChange.None);

    // A client chooses what it says of itself: one that stops saying it is another, if anything is known of it at all.
    private bool IsOther(ClientFingerprint other) =>
        UserAgent is not null && UserAgent != other.UserAgent && (other.UserAgent is not null || other.Network is not null);

    public override string ToString() => nameof(ClientFingerprint);

    private static bool Differ(string? one, string? other) => one is not null && other is not null && one != other;
}

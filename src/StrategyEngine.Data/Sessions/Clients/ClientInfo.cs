namespace StrategyEngine.Data.Sessions;

/// <summary>Who calls, as far as the host can tell. Immutable.</summary>
/// <remarks>
/// Every part may be missing or made up: what is no address is left out, what is too long is cut. Pass it wherever it is known, because it
/// limits attempts, fills the list of devices and shows when a session changes hands. It prints and serializes without its device token.
/// </remarks>
/// <param name="IpAddress">The client's address; behind a proxy, the one the proxy vouches for.</param>
/// <param name="UserAgent">The client's description of itself. At most 512 characters are kept.</param>
/// <param name="DeviceToken">The device token of an earlier <see cref="LoginResult.Success"/>, which spares its owner the limits that
/// attackers use up.</param>
public sealed record ClientInfo(
    string? IpAddress = null, string? UserAgent = null, [property: System.Text.Json.Serialization.JsonIgnore] string? DeviceToken = null)
{
    internal static ClientInfo Unknown { get; } = new();

    /// <summary>Says nothing of the client: neither addresses nor tokens are for logs.</summary>
    public override string ToString() => "client";
}

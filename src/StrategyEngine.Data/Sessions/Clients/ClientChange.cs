namespace StrategyEngine.Data.Sessions;

/// <summary>What differs between the client that a session belongs to and the one that uses it.</summary>
/// <remarks>
/// A network is the /24 of an IPv4 address, the /48 of an IPv6 address; one that is not known is not compared. A user agent that is left
/// out beside an address is another one: pass the same parts each time.
/// </remarks>
[Flags]
public enum ClientChange
{
    /// <summary>Nothing, or it is not known.</summary>
    None = 0,

    /// <summary>The network. Ordinary for telephones, remarkable for servers.</summary>
    Network = 1,

    /// <summary>The user agent. Ordinary after an update.</summary>
    UserAgent = 2,
}

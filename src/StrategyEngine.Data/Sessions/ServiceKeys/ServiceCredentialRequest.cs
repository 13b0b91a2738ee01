using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Sessions;

/// <summary>What a service credential is for. Immutable.</summary>
public sealed record ServiceCredentialRequest
{
    /// <summary>What the user calls it, for the list.</summary>
    /// <value>1 to 100 characters, without control characters.</value>
    public required string Name { get; init; }

    /// <summary>How long it is accepted. There are no credentials without an end.</summary>
    /// <value>1 minute to 366 days.</value>
    public required TimeSpan Lifetime { get; init; }

    /// <summary>What it may do. The meaning is the host's.</summary>
    /// <value>As <see cref="SessionRequest.Scopes"/>; at least one, so that nothing is allowed by omission.</value>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>From where it may be used: addresses and networks in CIDR notation, such as <c>203.0.113.0/24</c>.</summary>
    /// <value>Default: empty, for anywhere.</value>
    public IReadOnlyList<string> Networks { get; init; } = [];

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}

using System.Text;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Sessions;

/// <summary>What a new session is for. Immutable.</summary>
public sealed record SessionRequest
{
    /// <summary>What kind of client it belongs to.</summary>
    /// <value>Default: <see cref="SessionType.Web"/>.</value>
    public SessionType Type { get; init; } = SessionType.Web;

    /// <summary>Whether the longer lifetimes of <see cref="SessionOptions.RememberedAbsoluteLifetime"/> apply.</summary>
    /// <value>Default: false.</value>
    public bool Remember { get; init; }

    /// <summary>What the session may do: claim <c>scope</c> of its access tokens. The meaning is the host's.</summary>
    /// <value>Tokens of printable ASCII without space, <c>"</c> and <c>\</c> (RFC 6749 §3.3), 1000 characters in all. Default:
    /// empty.</value>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>
    /// How the user proved who they are (RFC 8176): claim <c>amr</c>. <see cref="AccountManager"/> sets it; a host that
    /// authenticates by itself, with a passkey for instance, says so here. <c>mfa</c> says that it asked for a second factor just now,
    /// which <see cref="AccountManager.RevealCredentialAsync"/> then goes by.
    /// </summary>
    /// <value>As <see cref="Scopes"/>, 90 characters in all. Default: empty.</value>
    public IReadOnlyList<string> AuthenticationMethods { get; init; } = [];

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}

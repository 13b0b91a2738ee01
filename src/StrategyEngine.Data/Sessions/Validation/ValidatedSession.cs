using System.Text;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Sessions;

/// <summary>Who is calling, from a validated access token.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="UserId">The user.</param>
/// <param name="Type">What kind of client the session was opened for.</param>
/// <param name="Scopes">What the session may do, as given when it was created.</param>
/// <param name="AuthenticationMethods">How the user proved who they are (RFC 8176): <c>pwd</c>, <c>otp</c>, <c>mfa</c>.</param>
/// <param name="AuthenticatedAt">When they did, in UTC.</param>
/// <param name="TokenExpiresAt">When the token expires, in UTC.</param>
public sealed record ValidatedSession(
    Guid SessionId,
    Guid UserId,
    SessionType Type,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> AuthenticationMethods,
    DateTimeOffset AuthenticatedAt,
    DateTimeOffset TokenExpiresAt)
{
    /// <summary>Whether the session was given a scope. Compared as it is written.</summary>
    /// <param name="scope">One scope, such as <c>trade</c>.</param>
    public bool HasScope(string scope) => Scopes.Contains(scope, StringComparer.Ordinal);

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}

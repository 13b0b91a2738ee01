using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Sessions;

/// <summary>Who is calling, from a service credential.</summary>
/// <param name="CredentialId">The credential.</param>
/// <param name="UserId">The user it acts for.</param>
/// <param name="Name">What the user calls it.</param>
/// <param name="Scopes">What it may do, as given when it was made.</param>
/// <param name="ExpiresAt">When it ends, in UTC.</param>
public sealed record ServiceIdentity(Guid CredentialId, Guid UserId, string Name, IReadOnlyList<string> Scopes, DateTimeOffset ExpiresAt)
{
    /// <summary>Whether the credential was given a scope. Compared as it is written.</summary>
    /// <param name="scope">One scope, such as <c>trade</c>.</param>
    public bool HasScope(string scope) => Scopes.Contains(scope, StringComparer.Ordinal);

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}

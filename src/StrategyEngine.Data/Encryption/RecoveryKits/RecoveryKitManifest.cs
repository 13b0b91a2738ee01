using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Encryption;

/// <summary>What a recovery kit says about itself to anyone, without its passphrase.</summary>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ApplicationName">The application name of the ring.</param>
/// <param name="Keys">The keys in it, oldest first.</param>
public sealed record RecoveryKitManifest(DateTimeOffset CreatedAt, string ApplicationName, IReadOnlyList<RecoveryKitKey> Keys)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}

using System.Text;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Persistence;

/// <summary>What an engine read from a backup that it found to be whole.</summary>
/// <param name="Migrations">The ids of the applied migrations, in ascending order; none if it has no history.</param>
/// <param name="DataKeys">The data keys as they are stored; null if it has no table of them.</param>
public sealed record BackupContents(IReadOnlyList<string> Migrations, IReadOnlyList<DataKey>? DataKeys)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}

using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Persistence;

/// <summary>What a database is and holds.</summary>
/// <param name="Provider">The engine, such as <c>SQLite</c>.</param>
/// <param name="EngineVersion">The version of the engine, such as <c>3.50.4</c>.</param>
/// <param name="Exists">Whether there is a database. If not, nothing else is known.</param>
/// <param name="Location">Where it is: a file, or the name of the database. Never a connection string.</param>
/// <param name="SizeBytes">The bytes it takes on disk, with what is not yet written back into it.</param>
/// <param name="Tables">Every table in alphabetical order, those of the migrations included.</param>
/// <param name="Settings">The settings that decide speed and durability, by the engine's names: on SQLite <c>journal_mode</c>,
/// <c>page_size</c> and others.</param>
public sealed record DatabaseInfo(
    string Provider,
    string EngineVersion,
    bool Exists,
    string Location,
    long SizeBytes,
    IReadOnlyList<TableInfo> Tables,
    IReadOnlyDictionary<string, string> Settings)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}

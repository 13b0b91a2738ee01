using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Encryption;

/// <summary>The rows of a query that can be read, and the places of those that cannot.</summary>
/// <typeparam name="T">The type of the rows.</typeparam>
/// <param name="Rows">The rows, in the order of the query.</param>
/// <param name="Unreadable">The rows that were left out, in the order of the query.</param>
public sealed record ReadableList<T>(IReadOnlyList<T> Rows, IReadOnlyList<UnreadableRow> Unreadable)
{
    // The rows are the application's, and may hold what nobody should read: their number alone.
    private bool PrintMembers(StringBuilder builder) => Printed.Only(builder, $"Rows = {Rows.Count}, Unreadable = {Unreadable}");
}

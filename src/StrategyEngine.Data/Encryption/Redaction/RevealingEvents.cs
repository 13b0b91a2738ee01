using System.Collections.Frozen;

using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace StrategyEngine.Data.Encryption.Redaction;

/// <summary>The events of Entity Framework that print what it holds in the clear.</summary>
internal static class RevealingEvents
{
    /// <summary>Prints the constants of a query, with sensitive logging on or off.</summary>
    public static EventId Query { get; } = CoreEventId.QueryCompilationStarting;

    /// <summary>Print the former and the present value of a property, with sensitive logging on.</summary>
    public static IReadOnlyList<EventId> Values { get; } =
    [
        CoreEventId.PropertyChangeDetected, CoreEventId.ComplexElementPropertyChangeDetected,
    ];

    private static readonly FrozenSet<string> Names = Values.Append(Query).Select(id => id.Name!).ToFrozenSet();

    public static EventId[] All => [Query, .. Values];

    public static bool Contains(string name) => Names.Contains(name);
}

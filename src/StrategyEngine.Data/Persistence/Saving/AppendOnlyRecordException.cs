using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace StrategyEngine.Data.Persistence;

/// <summary>A record that is only ever added was changed or deleted in a context that is being saved.</summary>
public sealed class AppendOnlyRecordException : DbUpdateException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="record">The kind of record, by its class name.</param>
    /// <param name="entries">The records that were being saved.</param>
    public AppendOnlyRecordException(string record, IReadOnlyList<EntityEntry> entries)
        : base(
            $"{record} is append-only: entries are neither changed nor deleted. Reload it, or detach it from the context; nothing was "
            + $"saved.", null, entries)
    {
    }

    internal AppendOnlyRecordException(string message)
        : base(message)
    {
    }

    /// <summary>The stable code <c>persistence.append_only</c>.</summary>
    public string Code { get; } = "persistence.append_only";
}

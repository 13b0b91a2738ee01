using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace StrategyEngine.Data.Persistence;

/// <summary>The engine gave the transaction up in favour of another one that changed the same records. Nothing was saved.</summary>
public sealed class WriteConflictException : DbUpdateException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="innerException">The error of the database.</param>
    /// <param name="entries">The records that were being saved.</param>
    public WriteConflictException(Exception? innerException, IReadOnlyList<EntityEntry> entries)
        : base(
            "Another transaction changed the same records at the same time, and the database gave this one up. Nothing was saved. Run the whole transaction again from its first read.",
            innerException,
            entries)
    {
    }

    internal WriteConflictException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The stable code <c>persistence.conflict</c>.</summary>
    public string Code { get; } = "persistence.conflict";
}

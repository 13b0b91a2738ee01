using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace StrategyEngine.Data.Persistence;

/// <summary>The engine gave the transaction up in favour of another one that changed the same records. Nothing was saved.</summary>
public sealed class WriteConflictException : DbUpdateException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What went wrong, what repairs it, and what became of the records; no value.</param>
    /// <param name="innerException">The error of the database.</param>
    /// <param name="entries">The records that were being saved.</param>
    public WriteConflictException(string message, Exception? innerException, IReadOnlyList<EntityEntry> entries)
        : base(message, innerException, entries)
    {
    }

    /// <summary>The stable code <c>persistence.conflict</c>.</summary>
    public string Code { get; } = "persistence.conflict";
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace StrategyEngine.Data.Persistence;

/// <summary>The database could not be reached or locked in time. The same save may succeed later.</summary>
public sealed class DatabaseUnavailableException : DbUpdateException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What went wrong, what repairs it, and what became of the records; no value.</param>
    /// <param name="innerException">The error of the database.</param>
    /// <param name="entries">The records that were being saved.</param>
    public DatabaseUnavailableException(string message, Exception? innerException, IReadOnlyList<EntityEntry> entries)
        : base(message, innerException, entries)
    {
    }

    /// <summary>The stable code <c>persistence.unavailable</c>.</summary>
    public string Code { get; } = "persistence.unavailable";
}

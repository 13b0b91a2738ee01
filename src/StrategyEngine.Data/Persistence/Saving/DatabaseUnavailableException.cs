using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace StrategyEngine.Data.Persistence;

/// <summary>The database could not be reached or locked in time. The same save may succeed later.</summary>
public sealed class DatabaseUnavailableException : DbUpdateException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="innerException">The error of the database.</param>
    /// <param name="entries">The records that were being saved.</param>
    public DatabaseUnavailableException(Exception? innerException, IReadOnlyList<EntityEntry> entries)
        : base(
            "The database could not be reached, or another connection kept it locked for too long. Save again later; if the connection broke during a commit, look first whether the records are there.",
            innerException,
            entries)
    {
    }

    internal DatabaseUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The stable code <c>persistence.unavailable</c>.</summary>
    public string Code { get; } = "persistence.unavailable";
}

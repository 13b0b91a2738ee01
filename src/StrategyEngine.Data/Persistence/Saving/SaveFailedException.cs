using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace StrategyEngine.Data.Persistence;

/// <summary>The database failed a save for a reason that lies in none of its records. Nothing was saved.</summary>
public sealed class SaveFailedException : DbUpdateException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="kind">What the error means.</param>
    /// <param name="message">What went wrong, what repairs it, and what became of the records; no value.</param>
    /// <param name="innerException">The error of the database.</param>
    /// <param name="entries">The records that were being saved.</param>
    public SaveFailedException(DatabaseErrorKind kind, string message, Exception? innerException, IReadOnlyList<EntityEntry> entries)
        : base(message, innerException, entries) => Kind = kind;

    /// <summary>What the error means.</summary>
    public DatabaseErrorKind Kind { get; }

    /// <summary>
    /// A stable code: <c>persistence.schema_missing</c>, <c>persistence.disk_full</c>, <c>persistence.read_only</c>,
    /// <c>persistence.not_permitted</c>, <c>persistence.corrupt</c>, <c>persistence.cannot_open</c>, or <c>persistence.storage</c> for
    /// anything else.</summary>
    public string Code => SaveFailure.CodeOf(Kind);
}

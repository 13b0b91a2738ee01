using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.Persistence;

/// <summary>
/// The database failed a batch of a bulk write for a reason that lies in none of its records. The batch was rolled back; earlier ones stay.
/// </summary>
public sealed class BulkWriteException : DbUpdateException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="kind">What the error means.</param>
    /// <param name="message">What went wrong, what repairs it, and what became of the records.</param>
    /// <param name="innerException">The error of the database.</param>
    public BulkWriteException(DatabaseErrorKind kind, string message, Exception? innerException)
        : base(message, innerException) => Kind = kind;

    /// <summary>What the error means.</summary>
    public DatabaseErrorKind Kind { get; }

    /// <summary>
    /// A stable code: <c>persistence.disk_full</c>, <c>persistence.read_only</c>, <c>persistence.not_permitted</c>,
    /// <c>persistence.corrupt</c>, <c>persistence.cannot_open</c>, <c>persistence.schema_missing</c>, or <c>persistence.storage</c> for
    /// anything else.</summary>
    public string Code => SaveFailure.CodeOf(Kind);
}

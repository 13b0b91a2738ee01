using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace StrategyEngine.Data.Persistence;

/// <summary>A record that others refer to cannot be deleted, or a record refers to one that is not there.</summary>
public sealed class ReferencedRecordException : DbUpdateException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was refused, by the names of entity and constraint, and what to do; no value.</param>
    /// <param name="constraint">The constraint, index or columns the database named, or null.</param>
    /// <param name="innerException">The error of the database.</param>
    /// <param name="entries">The records that were being saved.</param>
    public ReferencedRecordException(string message, string? constraint, Exception? innerException, IReadOnlyList<EntityEntry> entries)
        : base(message, innerException, entries) => Constraint = constraint;

    /// <summary>The stable code <c>persistence.referenced</c>.</summary>
    public string Code { get; } = "persistence.referenced";

    /// <summary>The constraint, index or columns the database named, or null.</summary>
    public string? Constraint { get; }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace StrategyEngine.Data.Persistence;

/// <summary>A value is missing, too long, or outside what its column allows.</summary>
public sealed class InvalidRecordException : DbUpdateException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was refused, by the names of entity and constraint, and what to do; no value.</param>
    /// <param name="constraint">The constraint or columns the database named, or the field that was refused before anything was sent, or
    /// null.</param>
    /// <param name="innerException">The error of the database.</param>
    /// <param name="entries">The records that were being saved.</param>
    public InvalidRecordException(string message, string? constraint, Exception? innerException, IReadOnlyList<EntityEntry> entries)
        : base(message, innerException, entries) => Constraint = constraint;

    /// <summary>The stable code <c>persistence.invalid</c>.</summary>
    public string Code { get; } = "persistence.invalid";

    /// <summary>The constraint or columns the database named, or the field that was refused before anything was sent, or null.</summary>
    public string? Constraint { get; }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace StrategyEngine.Data.Persistence;

/// <summary>Names the errors of a write, whichever way it went.</summary>
internal static class SaveFailure
{
    /// <summary>The code of an error that lies in no record.</summary>
    public static string CodeOf(DatabaseErrorKind kind) => kind switch
    {
        DatabaseErrorKind.DiskFull => "persistence.disk_full",
        DatabaseErrorKind.ReadOnly => "persistence.read_only",
        DatabaseErrorKind.NotPermitted => "persistence.not_permitted",
        DatabaseErrorKind.Corrupt => "persistence.corrupt",
        DatabaseErrorKind.CannotOpen or DatabaseErrorKind.DatabaseMissing => "persistence.cannot_open",
        DatabaseErrorKind.SchemaMissing => SchemaFailure.Code,
        _ => "persistence.storage",
    };

    /// <summary>The exception for a record that the database refused; null for an error of another kind.</summary>
    /// <param name="error">The error, classified.</param>
    /// <param name="records">The kinds of record that were written.</param>
    /// <param name="outcome">What became of the others, a sentence; or nothing.</param>
    /// <param name="cause">The error of the database.</param>
    /// <param name="entries">The records that were being saved.</param>
    public static DbUpdateException? Refused(
        DatabaseError error, string records, string outcome, Exception? cause, IReadOnlyList<EntityEntry> entries)
    {
        var named = error.Constraint is null ? "" : $" ({error.Constraint})";
        var message = $"{records}{named}: {DatabaseErrorText.Of(error.Kind, remedy: null)}{outcome}";
        return error.Kind switch
        {
            DatabaseErrorKind.Duplicate => new DuplicateRecordException(message, error.Constraint, cause, entries),
            DatabaseErrorKind.ForeignKey => new ReferencedRecordException(message, error.Constraint, cause, entries),
            DatabaseErrorKind.Check => new InvalidRecordException(message, error.Constraint, cause, entries),
            _ => null,
        };
    }
}

namespace StrategyEngine.Data.Persistence;

/// <summary>
/// A database could not be looked after, backed up or restored. The database is as it was before the call, unless the message says
/// otherwise.
/// </summary>
/// <remarks>
/// Its <see cref="TradingDataException.Code"/> is <c>administration.</c> and the name of <see cref="Fault"/> in snake case, such as
/// <c>administration.disk_full</c>.
/// </remarks>
public class AdministrationException : TradingDataException
{
    internal const string MakeRoomForBackup = "Free some space, or choose another disk for the backup.";

    /// <summary>Creates the exception.</summary>
    /// <param name="fault">Why.</param>
    /// <param name="message">What went wrong and what repairs it.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public AdministrationException(AdministrationFault fault, string message, Exception? innerException = null)
        : base($"administration.{SnakeCase.From(fault.ToString())}", message, innerException) => Fault = fault;

    /// <summary>Why.</summary>
    public AdministrationFault Fault { get; }

    /// <summary>Creates the exception for an error of the engine, in the words that every part of the library has for its kind.</summary>
    /// <param name="kind">What the error means.</param>
    /// <param name="remedy">What repairs it on the engine, as <see cref="TradingProvider.RemedyFor"/> says; null for the general
    /// words.</param>
    /// <param name="innerException">The error of the engine.</param>
    /// <returns>Null for an error that is about a record, or about nothing that the library knows.</returns>
    public static AdministrationException? Of(DatabaseErrorKind kind, string? remedy, Exception? innerException = null) =>
        FaultOf(kind) is { } fault ? new AdministrationException(fault, DatabaseErrorText.Of(kind, remedy), innerException) : null;

    /// <summary>Creates the exception for a backup that could not be written to its place, of which nothing was left there.</summary>
    /// <param name="kind">What the error means.</param>
    /// <param name="innerException">The error of the engine or of the file system.</param>
    public static AdministrationException OfTarget(DatabaseErrorKind kind, Exception? innerException = null) => kind switch
    {
        DatabaseErrorKind.DiskFull => new AdministrationException(
            AdministrationFault.DiskFull,
            DatabaseErrorText.Of(kind, $"What was written of the backup was removed. {MakeRoomForBackup}"),
            innerException),
        DatabaseErrorKind.CannotOpen or DatabaseErrorKind.ReadOnly or DatabaseErrorKind.NotPermitted => new AdministrationException(
            AdministrationFault.TargetNotWritable, "The folder of the backup cannot be written. Let this user write it,"
                + " or choose another folder.", innerException),
        _ => new AdministrationException(
            AdministrationFault.TargetNotWritable,
            "The backup could not be written to its end, and what was written was removed; the inner exception says why."
                + " Check the disk, its quota and the largest size of a file there, or choose another.",
            innerException),
    };

    private static AdministrationFault? FaultOf(DatabaseErrorKind kind) => kind switch
    {
        DatabaseErrorKind.Busy or DatabaseErrorKind.Conflict => AdministrationFault.Busy,
        DatabaseErrorKind.ReadOnly or DatabaseErrorKind.NotPermitted => AdministrationFault.ReadOnly,
        DatabaseErrorKind.CannotOpen => AdministrationFault.CannotOpen,
        DatabaseErrorKind.Corrupt => AdministrationFault.Corrupt,
        DatabaseErrorKind.DiskFull => AdministrationFault.DiskFull,
        DatabaseErrorKind.SchemaMissing => AdministrationFault.SchemaNotCurrent,
        DatabaseErrorKind.DatabaseMissing => AdministrationFault.NoDatabase,
        DatabaseErrorKind.Transient => AdministrationFault.Unreachable,
        DatabaseErrorKind.StorageFailed => AdministrationFault.StorageFailed,
        _ => null,
    };
}

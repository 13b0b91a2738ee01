using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Administration;

/// <summary>Turns an engine's errors about the database as a whole into exceptions with a repair.</summary>
internal static class AdministrationErrors
{
    /// <summary>The typed exception, or null if the error is about something else.</summary>
    public static AdministrationException? Translate(TradingProvider provider, Exception exception)
    {
        if (exception is TradingDataException or OperationCanceledException or ArgumentException)
            return null;
        return provider.Classify(exception).Kind switch
        {
            DatabaseErrorKind.Busy => new(AdministrationFault.Busy, "Another connection kept the database locked. Call again when it has finished; look for a long transaction if that does not help.", exception),
            DatabaseErrorKind.NotPermitted => new(AdministrationFault.ReadOnly, "The user or role of this connection lacks a right; the inner exception names what it is about. Grant it.", exception),
            DatabaseErrorKind.ReadOnly => new(AdministrationFault.ReadOnly, "The database may not be written. Let this user write the file and its folder, and leave Mode=ReadOnly out of the connection string.", exception),
            DatabaseErrorKind.CannotOpen => new(AdministrationFault.CannotOpen, "The database cannot be opened. Check that the folder in the connection string exists and may be written, or that the server runs.", exception),
            DatabaseErrorKind.Corrupt => new(AdministrationFault.Corrupt, "The database is damaged or is none of this engine. Call VerifyBackupAsync on the latest backup, then RestoreAsync.", exception),
            DatabaseErrorKind.DiskFull => new(AdministrationFault.DiskFull, "The disk of the database is full. Free some space and call again; what was committed before stays.", exception),
            _ => null,
        };
    }
}

using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.Persistence;

/// <summary>One connection through which <c>DatabaseAdministrator</c> looks after a database: what every engine does differently.</summary>
/// <remarks>
/// <para>An engine overrides what it can do; what it does not override does nothing, or is refused as
/// <see cref="AdministrationFault.Unsupported"/>.</para>
/// <para>Not thread-safe. Errors of the engine are thrown as they are, for the caller to classify with
/// <see cref="TradingProvider.Classify"/>, or as <see cref="AdministrationException"/> where the engine knows the repair.</para>
/// </remarks>
public abstract class AdministrationSession : IAsyncDisposable
{
    /// <summary>Creates a session; nothing is opened.</summary>
    /// <param name="context">A context of the database, which the caller disposes after the session.</param>
    protected AdministrationSession(DbContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Context = context;
    }

    /// <summary>The context whose connection the session uses.</summary>
    protected DbContext Context { get; }

    /// <summary>The file in which the engine keeps the live database, which <see cref="CopyToAsync"/> copies.</summary>
    /// <value>A full path; null, as by default, if there is none, or if the engine does not keep it in one file.</value>
    public virtual string? DatabaseFile => null;

    /// <summary>
    /// Looks at what is special to the engine, without changing anything. The database exists and its connection opened a moment ago.
    /// </summary>
    /// <param name="integrity">Whether to read the whole database for damage, which takes long.</param>
    /// <param name="cancellationToken">Interrupts the look.</param>
    /// <returns>The checks; none by default.</returns>
    public virtual Task<IReadOnlyList<HealthCheck>> CheckAsync(bool integrity, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<HealthCheck>>([]);

    /// <summary>Reads how many bytes the database takes on disk.</summary>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The bytes; null if the engine does not tell, as by default.</returns>
    public virtual Task<long?> ReadSizeAsync(CancellationToken cancellationToken) => Task.FromResult<long?>(null);

    /// <summary>Renews the statistics by which the engine plans queries, and gives free space back.</summary>
    /// <param name="reclaimSpace">Whether to give free space back, which may rewrite the whole database and keeps writers waiting.</param>
    /// <param name="cancellationToken">Interrupts the statement that runs.</param>
    /// <returns>The statements that ran, such as <c>ANALYZE</c>; none by default, for engines that see to it themselves.</returns>
    public virtual Task<IReadOnlyList<string>> OptimizeAsync(bool reclaimSpace, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Whether a file is one in which the engine keeps the live database, so that no backup may take its place.</summary>
    /// <param name="path">A full path.</param>
    public virtual bool Holds(string path) => false;

    /// <summary>Writes a consistent copy of the database, of one moment, while others write; down to the disk.</summary>
    /// <param name="path">The full path; a file that is there is replaced. What a failed copy leaves there, the caller deletes.</param>
    /// <param name="progress">Is told the part that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels the copying.</param>
    public virtual Task CopyToAsync(string path, IProgress<double>? progress, CancellationToken cancellationToken) =>
        throw Unsupported("Back it up");

    /// <summary>Reads a copy through and through, and what it holds. Changes nothing and leaves no file beside it.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="cancellationToken">Interrupts the reading.</param>
    /// <exception cref="AdministrationException">The copy is damaged or is no database of this engine.</exception>
    public virtual Task<BackupContents> ReadCopyAsync(string path, CancellationToken cancellationToken) =>
        throw Unsupported("Read its backups");

    /// <summary>
    /// Puts a copy that was read before in the place of the database: all of it, or nothing is changed, even if the process is killed.
    /// </summary>
    /// <param name="path">The full path of the copy.</param>
    /// <param name="lockTimeout">How long to wait while another connection writes.</param>
    /// <param name="progress">Is told the part that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels until the copy takes its place.</param>
    /// <returns>Where the former database was put, if it was too damaged to be overwritten; otherwise null.</returns>
    public virtual Task<string?> RestoreFromAsync(
        string path, TimeSpan lockTimeout, IProgress<double>? progress, CancellationToken cancellationToken) =>
        throw Unsupported("Restore it");

    /// <summary>Gives the connection back as it was.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private static AdministrationException Unsupported(string what) =>
        new(AdministrationFault.Unsupported,
            $"This engine is not backed up by the library. {what} with the tools of its server, such as pg_dump on PostgreSQL or BACKUP "
            + $"DATABASE on SQL Server.");
}

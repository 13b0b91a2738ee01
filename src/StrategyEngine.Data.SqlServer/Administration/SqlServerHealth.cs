using System.Globalization;

using Microsoft.Data.SqlClient;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Administration;

/// <summary>Judges what a look at a database found.</summary>
internal static class SqlServerHealth
{
    private const long Mebibyte = 1024 * 1024, LeastFree = 64 * Mebibyte;

    public static HealthCheck Writable(SqlServerState state)
    {
        const string Name = "writable";
        if (state.State != "ONLINE")
        {
            return new HealthCheck(
                Name,
                HealthState.Unhealthy,
                $"The server keeps it {state.State}. Look into the server's log; restore it if recovery does not end.");
        }

        return state.IsWritable
            ? new HealthCheck(Name, HealthState.Healthy, "It can be written.")
            : new HealthCheck(Name, HealthState.Unhealthy, $"It is read-only. {SqlServerErrors.RemedyFor(DatabaseErrorKind.ReadOnly)}");
    }

    public static HealthCheck Isolation(SqlServerState state)
    {
        const string Name = "isolation";
        return state.IsVersioned
            ? new HealthCheck(
                Name, HealthState.Healthy, $"READ_COMMITTED_SNAPSHOT is on, ALLOW_SNAPSHOT_ISOLATION is {state.SnapshotIsolation}.")
            : new HealthCheck(
                Name,
                HealthState.Degraded,
                "READ_COMMITTED_SNAPSHOT is off: readers and writers wait for one another. Run ALTER DATABASE … SET "
                + "READ_COMMITTED_SNAPSHOT ON.");
    }

    /// <param name="files">The data files.</param>
    /// <param name="disk">The free bytes of the fullest disk; null if the server does not tell.</param>
    /// <param name="state">For what the log waits.</param>
    public static HealthCheck Space(IReadOnlyList<SqlServerFile> files, long? disk, SqlServerState state)
    {
        const string Name = "free_space";
        if (Free(files, disk) is not { } free)
            return new HealthCheck(Name, HealthState.Healthy, "The files may grow; how much room the disk has this login may not see.");
        var size = files.Sum(file => file.Size);
        var waits = state.LogWaitsFor == "NOTHING" ? "" : $" The log waits for {state.LogWaitsFor}.";
        if (free < LeastFree)
        {
            return new HealthCheck(
                Name,
                HealthState.Unhealthy,
                $"There is room for {Megabytes(free)}. Let the files grow, or free some space, before the next write fails.{waits}");
        }

        return free < size
            ? new HealthCheck(
                Name,
                HealthState.Degraded,
                $"There is room for {Megabytes(free)}, less than the database takes ({Megabytes(size)}). Free some space.{waits}")
            : new HealthCheck(Name, HealthState.Healthy, $"There is room for {Megabytes(free)}; the database takes {Megabytes(size)}.");
    }

    /// <param name="failure">What reading every page ended in; null if it found nothing.</param>
    public static HealthCheck Integrity(SqlException? failure)
    {
        const string Name = "integrity";
        if (failure is null)
            return new HealthCheck(Name, HealthState.Healthy, "Every page was read by DBCC CHECKDB, and no damage was found.");
        if (SqlServerErrors.CountDamage(failure) is var damage and > 0)
        {
            return new HealthCheck(
                Name,
                HealthState.Unhealthy,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Pages are damaged: DBCC CHECKDB reports {damage} errors. Run it on the server to see them, and restore a backup."));
        }

        return SqlServerErrors.IsDenied(failure)
            ? new HealthCheck(
                Name,
                HealthState.Degraded,
                "It was not checked: this login may not run DBCC CHECKDB. Ask for db_owner, or let the server's own maintenance run it.")
            : new HealthCheck(
                Name,
                HealthState.Degraded,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"It was not checked: DBCC CHECKDB failed with error {failure.Number}. Run it on the server."));
    }

    // What fits into the files as far as they may grow and the disk lets them.
    private static long? Free(IReadOnlyList<SqlServerFile> files, long? disk)
    {
        var within = files.Sum(file => file.Size - file.Used);
        if (disk is { } room)
        {
            return within + Math.Min(
                room,
                files.All(file => file.Limit is not null) ? files.Sum(file => file.Limit!.Value - file.Size) : long.MaxValue - within);
        }

        return files.Count > 0 && files.All(file => file.Limit is not null) ? files.Sum(file => file.Limit!.Value - file.Used) : null;
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{(double)bytes / Mebibyte:0.#} MiB");
}

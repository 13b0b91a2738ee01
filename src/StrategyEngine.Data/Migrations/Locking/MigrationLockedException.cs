using System.Globalization;

namespace StrategyEngine.Data.Migrations;

/// <summary>
/// Another connection kept the database locked for longer than <see cref="MigrationRunOptions.LockTimeout"/>. Nothing was changed. Code
/// <c>migrations.locked</c>.
/// </summary>
public sealed class MigrationLockedException : MigrationException
{
    internal MigrationLockedException(TimeSpan waited, MigrationLockHolder? lastAnnounced, Exception? innerException = null)
        : base("migrations.locked", Compose(waited, lastAnnounced), innerException)
    {
        Waited = waited;
        LastAnnounced = lastAnnounced;
    }

    /// <summary>How long the run waited.</summary>
    public TimeSpan Waited { get; }

    /// <summary>
    /// Who holds the lock, if the engine tells, or the run that last announced itself, which may hold it; null if neither is known.
    /// </summary>
    public MigrationLockHolder? LastAnnounced { get; }

    private static string Compose(TimeSpan waited, MigrationLockHolder? holder)
    {
        var what = waited == TimeSpan.Zero
            ? "Another connection keeps the database locked."
            : string.Create(CultureInfo.InvariantCulture, $"Another connection kept the database locked for {waited.TotalSeconds:0.#} s.");
        var who = holder is null
            ? "No migration has announced itself, so it is probably a long write of the application or a database tool."
            : holder.IsVerified
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"It is held by connection {holder.ProcessId} of {holder.Application ?? "an unnamed application"} from {holder.Host}, "
                + $"since {holder.AnnouncedAt:u}.")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The last to announce a migration (unverified) was process {holder.ProcessId} on {holder.Host}, at {holder.AnnouncedAt:u}.");
        return $"{what} {who} Nothing was changed. End it or let it finish, then try again, or raise MigrateOptions.LockTimeout.";
    }
}

namespace StrategyEngine.Data.Migrations;

/// <summary>
/// Entity Framework's own migration lock is taken: <c>dotnet ef</c> or <c>Database.Migrate</c> is at work, or was killed. Nothing was
/// changed. Code <c>migrations.ef_lock</c>.
/// </summary>
public sealed class EntityFrameworkLockException : MigrationException
{
    internal EntityFrameworkLockException(string takenAt)
        : base(
            "migrations.ef_lock",
            $"Entity Framework's migration lock has been taken since {takenAt}. If a 'dotnet ef database update' or an application that "
            + $"calls Database.Migrate is at work, let it finish. "
            + "If it was killed, the lock stays for ever: call RepairAsync with ClearEntityFrameworkLock, then try again.") =>
            TakenAt = takenAt;

    /// <summary>When it was taken, as Entity Framework wrote it.</summary>
    public string TakenAt { get; }
}

namespace StrategyEngine.Data.Migrations;

/// <summary>What <see cref="MigrationRunner.VerifyAsync"/> looks at.</summary>
[Flags]
public enum VerifyChecks
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>
    /// The history: pending, unknown, out of order and half-done migrations, and a lock of Entity Framework that was left behind.
    /// </summary>
    History = 1,

    /// <summary>Whether an applied migration was edited since, and whether one has other operations each time.</summary>
    Checksums = 2,

    /// <summary>Whether something else has changed the tables since the last run.</summary>
    Drift = 4,

    /// <summary>Whether the model of the application has changes that no migration has.</summary>
    PendingModel = 8,

    /// <summary>Whether the engine finds damage. Reads the whole database.</summary>
    Integrity = 16,

    /// <summary>All of them.</summary>
    All = History | Checksums | Drift | PendingModel | Integrity,
}

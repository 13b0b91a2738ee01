namespace StrategyEngine.Data.Migrations;

/// <summary>What a run is doing.</summary>
public enum MigrationStage
{
    /// <summary>Another connection holds the lock.</summary>
    WaitingForLock,

    /// <summary>The database is being backed up, under the lock.</summary>
    BackingUp,

    /// <summary>Commands of a migration are running, in either direction.</summary>
    Applying,

    /// <summary>A migration has run to its end, in either direction, inside the transaction.</summary>
    Applied,

    /// <summary>The references between the tables are being checked.</summary>
    Checking,

    /// <summary>Everything is committed.</summary>
    Completed,
}

namespace StrategyEngine.Data.Migrations;

/// <summary>What a run is doing.</summary>
public enum MigrationStage
{
    /// <summary>Another connection holds the lock.</summary>
    WaitingForLock,

    /// <summary>Commands of a migration are running.</summary>
    Applying,

    /// <summary>A migration has run to its end, inside the transaction.</summary>
    Applied,

    /// <summary>The references between the tables are being checked.</summary>
    Checking,

    /// <summary>Everything is committed.</summary>
    Completed,
}

namespace StrategyEngine.Data.Migrations;

/// <summary>What a risk asks for.</summary>
public enum MigrationRiskLevel
{
    /// <summary>Worth knowing; nothing is lost, because the data it would concern is not there.</summary>
    Information,

    /// <summary>Data would be lost, changed or refused. Runs only if acknowledged.</summary>
    Acknowledge,

    /// <summary>Never runs.</summary>
    Forbidden,
}

namespace StrategyEngine.Data.SqlServer;

/// <summary>How the library works with a SQL Server.</summary>
public sealed record SqlServerOptions
{
    private const int MostRetries = 20;

    /// <summary>How often what EF runs is tried again after an error that may pass, such as a failover.</summary>
    /// <value>0 to 20; 0 by default, which tries once. Above 0 EF's <c>EnableRetryOnFailure</c> is on: a transaction that the application
    /// begins itself then has to run inside <c>Database.CreateExecutionStrategy().ExecuteAsync</c>.</value>
    public int MaxRetries { get; init; }

    /// <summary>A sentence for each option that is out of range.</summary>
    internal IReadOnlyList<string> FindFailures()
    {
        var ranges = new OptionRanges(nameof(SqlServerOptions));
        ranges.Within(MaxRetries, 0, MostRetries);
        return ranges.Failures;
    }
}

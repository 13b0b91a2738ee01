using System.Text;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Administration;

/// <summary>How a database does.</summary>
/// <param name="Checks">What was looked at. After one that fails, what depends on it is left out.</param>
/// <param name="Duration">How long the look took.</param>
public sealed record DatabaseHealth(IReadOnlyList<HealthCheck> Checks, TimeSpan Duration)
{
    /// <summary>The worst state of a check.</summary>
    public HealthState State => Checks.Count == 0 ? HealthState.Unhealthy : Checks.Max(check => check.State);

    /// <summary>Whether every check is healthy.</summary>
    public bool IsHealthy => State == HealthState.Healthy;

    // The worst first: it is the one that is shown.
    private bool PrintMembers(StringBuilder builder) => Printed.Only(
        builder,
        $"State = {State}, Checks = {Checks.OrderByDescending(check => check.State).ToList()}, Duration = {Duration}");
}

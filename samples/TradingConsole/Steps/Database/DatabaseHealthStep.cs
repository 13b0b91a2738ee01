using Spectre.Console;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Persistence;

using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>Looks whether the database can be relied on.</summary>
internal sealed class DatabaseHealthStep(DatabaseAdministrator administrator, IAnsiConsole console)
{
    private static readonly TimeSpan TimeForIntegrity = TimeSpan.FromMinutes(10);

    public async Task RunAsync(bool integrity, CancellationToken cancellationToken)
    {
        var options = integrity ? new HealthOptions { CheckIntegrity = true, Timeout = TimeForIntegrity } : null;
        var health = await administrator.CheckHealthAsync(options, cancellationToken);

        var table = ConsoleLayout.Table("check", "state", "what was found");
        foreach (var check in health.Checks)
            table.AddRow(check.Name.EscapeMarkup(), $"[{Color(check.State)}]{check.State}[/]", check.Description.EscapeMarkup());
        console.Write(table);
        if (health.State == HealthState.Unhealthy)
            throw new Failure("The database is unhealthy.");
        console.MarkupLineInterpolated($"The database is [{Color(health.State)}]{health.State}[/].");
    }

    private static string Color(HealthState state) => state switch
    {
        HealthState.Healthy => "green",
        HealthState.Degraded => "yellow",
        _ => "red",
    };
}

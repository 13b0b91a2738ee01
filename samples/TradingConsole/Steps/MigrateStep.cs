using Spectre.Console;

using StrategyEngine.Data.Migrations;

using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>Brings the database up to date; a file that is not there is made.</summary>
internal sealed class MigrateStep(MigrationRunner migrations, DatabaseLocation location, IAnsiConsole console)
{
    private static readonly MigrateOptions Options = new() { LockTimeout = TimeSpan.FromSeconds(5) };

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        console.WriteUnbroken($"Database  {location.Database.FullName}");
        console.WriteUnbroken($"Key ring  {location.Keys.FullName}");
        var result = await console.WithProgressAsync(progress =>
        {
            var task = progress.AddTask("Schema", maxValue: 1);
            return migrations.MigrateAsync(ProgressBars.Report<MigrationProgress>(state => task.Value = state.Fraction), Options, cancellationToken);
        });

        foreach (var migration in result.Applied)
            console.MarkupLineInterpolated($"Applied [green]{migration.Id}[/] in {migration.Duration.TotalMilliseconds:0} ms");
        console.MarkupLineInterpolated($"The schema is at [green]{result.Current}[/]{(result.Applied.Count == 0 ? ": nothing was pending" : "")}.");
    }
}

using Spectre.Console;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Migrations;

using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>Shows the schema, the tables and the settings of the database.</summary>
internal sealed class StatusStep(
    MigrationRunner migrations, DatabaseAdministrator administrator, DatabaseLocation location, IAnsiConsole console)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var status = await migrations.GetStatusAsync(cancellationToken);
        console.WriteUnbroken($"Database  {location.Database.FullName}");
        if (!status.DatabaseExists)
        {
            console.WriteLine("There is no database yet: 'migrate' makes one.");
            return;
        }

        var info = await administrator.GetDatabaseInfoAsync(cancellationToken);
        console.WriteUnbroken($"Engine    {info.Provider} {info.EngineVersion}, {info.SizeBytes / 1024:N0} KiB, "
            + string.Join(", ", info.Settings.Select(setting => $"{setting.Key} {setting.Value}")));
        WriteSchema(status);

        var tables = ConsoleLayout.Table("table", "#rows");
        foreach (var table in info.Tables)
            tables.AddNumbers(table.Name, table.Rows);
        console.Write(tables);
        await WriteHistoryAsync(cancellationToken);
    }

    private void WriteSchema(MigrationStatus status)
    {
        console.MarkupLineInterpolated(
            $"Schema    [green]{status.Current ?? "none"}[/], {(status.IsCurrent ? "up to date" : "not up to date")}");
        foreach (var id in status.Pending)
            console.MarkupLineInterpolated($"  [yellow]pending[/] {id}");
        foreach (var id in status.Unknown)
            console.MarkupLineInterpolated($"  [red]unknown to this version[/] {id}");
        foreach (var id in status.OutOfOrder)
            console.MarkupLineInterpolated($"  [yellow]older than what is applied[/] {id}");
        if (status.Interrupted is not null)
            console.MarkupLineInterpolated($"  [red]left half done[/] {status.Interrupted}: 'migrate' goes on there");
        if (status.LockHolder is { } holder)
        {
            console.MarkupLineInterpolated(
                $"  [yellow]announced{(holder.IsVerified ? "" : ", unverified")}[/] process {holder.ProcessId} on {holder.Host}, {holder.AnnouncedAt:yyyy-MM-dd HH:mm:ss}Z");
        }

        if (status.EntityFrameworkLock is not null)
            console.MarkupLineInterpolated($"  [red]Entity Framework's lock is taken[/] since {status.EntityFrameworkLock}");
    }

    private async Task WriteHistoryAsync(CancellationToken cancellationToken)
    {
        var history = ConsoleLayout.Table("migration", "outcome", "when (UTC)", "#ms");
        foreach (var entry in await migrations.GetHistoryAsync(cancellationToken))
        {
            history.AddRow(
                entry.MigrationId.EscapeMarkup(),
                entry.Outcome.ToString(),
                $"{entry.StartedAt:yyyy-MM-dd HH:mm:ss}",
                $"{entry.Duration?.TotalMilliseconds:0}");
        }

        console.Write(history);
    }
}

using Spectre.Console;

using StrategyEngine.Data.Administration;

using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>Shows the engine, the size and the tables.</summary>
internal sealed class DatabaseInfoStep(DatabaseAdministrator administrator, IAnsiConsole console)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var info = await administrator.GetDatabaseInfoAsync(cancellationToken);
        console.WriteUnbroken($"Database  {info.Location}");
        if (!info.Exists)
        {
            console.WriteLine("There is no database yet: 'migrate' makes one.");
            return;
        }

        console.WriteUnbroken($"Engine    {info.Provider} {info.EngineVersion}, {info.SizeBytes / 1024:N0} KiB");
        var tables = ConsoleLayout.Table("table", "#rows");
        foreach (var table in info.Tables)
            tables.AddNumbers(table.Name, table.Rows);
        console.Write(tables);
    }
}

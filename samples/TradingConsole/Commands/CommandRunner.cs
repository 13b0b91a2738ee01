using System.CommandLine;

using Microsoft.Extensions.DependencyInjection;

namespace TradingConsole.Commands;

/// <summary>Gives a command the services of the database that was chosen.</summary>
internal sealed class CommandRunner(Option<FileInfo> database)
{
    /// <summary>Makes a command run a step.</summary>
    public void SetAction<TStep>(Command command, Func<TStep, ParseResult, CancellationToken, Task> run)
        where TStep : notnull =>
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var location = new DatabaseLocation(arguments.GetRequiredValue(database));
            await using var services = TradingServices.Build(location);
            await using var scope = services.CreateAsyncScope();
            await run(scope.ServiceProvider.GetRequiredService<TStep>(), arguments, cancellationToken);
        });
}

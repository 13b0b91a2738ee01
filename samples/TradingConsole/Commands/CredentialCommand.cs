using System.CommandLine;

using StrategyEngine.Data.Sessions;

using TradingConsole.Steps;

namespace TradingConsole.Commands;

internal static class CredentialCommand
{
    private const int StandardDays = 30, MaxDays = 366;

    public static Command Create(CommandRunner runner) =>
        new("credential", "Makes, lists and revokes the credentials of programs that act for a user")
    {
        Make(runner),
        List(runner),
        Revoke(runner),
    };

    private static Command Make(CommandRunner runner)
    {
        var name = new Argument<string>("NAME") { Description = "What to call it in the list" };
        var user = new Option<string>("--user") { Description = "For whom it acts", DefaultValueFactory = _ => DemoAccount.Username };
        var scope = new Option<string[]>("--scope") { Description = "What it may do, such as candles; may be repeated", Required = true };
        var network = new Option<string[]>("--network")
        {
            Description = "From where it is accepted, such as 203.0.113.0/24; may be repeated; without it, from anywhere",
            DefaultValueFactory = _ => [],
        };
        var days = new Option<int>("--days") { Description = "How long it is accepted", DefaultValueFactory = _ => StandardDays };
        var command = new Command("create", "Makes a credential and shows its key, once") { name, user, scope, network, days };
        runner.SetAction<CreateCredentialStep>(command, (step, arguments, cancellationToken) => step.RunAsync(
            arguments.GetRequiredValue(user),
            new ServiceCredentialRequest
            {
                Name = arguments.GetRequiredValue(name),
                Lifetime = Lifetime(arguments.GetValue(days)),
                Scopes = arguments.GetRequiredValue(scope),
                Networks = arguments.GetRequiredValue(network),
            },
            cancellationToken));
        return command;
    }

    private static TimeSpan Lifetime(int days) =>
        days is >= 1 and <= MaxDays ? TimeSpan.FromDays(days) : throw new Failure($"--days must be 1 to {MaxDays}.");

    private static Command List(CommandRunner runner)
    {
        var user = new Option<string>("--user") { Description = "Whose credentials", DefaultValueFactory = _ => DemoAccount.Username };
        var command = new Command("list", "Lists the credentials of a user, ended ones included") { user };
        runner.SetAction<ListCredentialsStep>(
            command, (step, arguments, cancellationToken) => step.RunAsync(arguments.GetRequiredValue(user), cancellationToken));
        return command;
    }

    private static Command Revoke(CommandRunner runner)
    {
        var credential = new Argument<Guid>("CREDENTIAL") { Description = "The id of the credential, from 'sessions credential list'" };
        var command = new Command("revoke", "Ends a credential: its key is refused from then on") { credential };
        runner.SetAction<RevokeCredentialStep>(
            command, (step, arguments, cancellationToken) => step.RunAsync(arguments.GetRequiredValue(credential), cancellationToken));
        return command;
    }
}

using System.CommandLine;

using TradingConsole.Steps;

namespace TradingConsole.Commands;

internal static class SessionsCommand
{
    public static Command Create(CommandRunner runner) =>
        new("sessions", "Lists, revokes and cleans up sessions; shows the record of them; manages the credentials of programs")
    {
        List(runner),
        Revoke(runner),
        CleanUp(runner),
        Events(runner),
        CredentialCommand.Create(runner),
    };

    private static Command List(CommandRunner runner)
    {
        var user = new Option<string>("--user") { Description = "Whose sessions", DefaultValueFactory = _ => DemoAccount.Username };
        var command = new Command("list", "Lists the live sessions of a user") { user };
        runner.SetAction<ListSessionsStep>(
            command, (step, arguments, cancellationToken) => step.RunAsync(arguments.GetRequiredValue(user), cancellationToken));
        return command;
    }

    private static Command Revoke(CommandRunner runner)
    {
        var session = new Argument<Guid>("SESSION") { Description = "The id of the session, from 'sessions list'" };
        var command = new Command("revoke", "Ends a session: its tokens are refused from then on") { session };
        runner.SetAction<RevokeSessionStep>(
            command, (step, arguments, cancellationToken) => step.RunAsync(arguments.GetRequiredValue(session), cancellationToken));
        return command;
    }

    private static Command CleanUp(CommandRunner runner)
    {
        var command = new Command("cleanup", "Deletes sessions that have ended, and what is past its retention");
        runner.SetAction<CleanUpSessionsStep>(command, (step, _, cancellationToken) => step.RunAsync(cancellationToken));
        return command;
    }

    private static Command Events(CommandRunner runner)
    {
        var user = new Option<string>("--user") { Description = "Whose events", DefaultValueFactory = _ => DemoAccount.Username };
        var command = new Command("events", "Shows the latest log-ins, failures, revocations and reveals of a user") { user };
        runner.SetAction<ListEventsStep>(
            command, (step, arguments, cancellationToken) => step.RunAsync(arguments.GetRequiredValue(user), cancellationToken));
        return command;
    }
}

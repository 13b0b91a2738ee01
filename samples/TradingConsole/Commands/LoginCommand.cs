using System.CommandLine;

using TradingConsole.Steps;

namespace TradingConsole.Commands;

internal static class LoginCommand
{
    public static Command Create(CommandRunner runner)
    {
        var user = new Option<string>("--user") { Description = "Who logs in", DefaultValueFactory = _ => DemoAccount.Username };
        var password = new Option<string?>("--password")
        {
            Description = "The password; without it, it is asked for, and so is the code if the answer is TwoFactorRequired"
        };
        var code = new Option<string?>("--code")
        {
            Description = "The code of the authenticator, or a recovery code in its place, if the user has enrolled a second factor"
        };
        var command = new Command("login",
            "Opens a session with a password and, where it is TwoFactorRequired, a code or recovery code") { user, password, code };
        runner.SetAction<LogInStep>(command, (step, arguments, cancellationToken) =>
            step.RunAsync(arguments.GetRequiredValue(user), arguments.GetValue(password), arguments.GetValue(code), cancellationToken));
        return command;
    }
}

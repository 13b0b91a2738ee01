using Spectre.Console;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions;

namespace TradingConsole.Steps;

/// <summary>Opens a session with password, and with a code or recovery code where a second factor is enrolled.</summary>
internal sealed class LogInStep(AccountManager accounts, SchemaCheck schema, IAnsiConsole console)
{
    private static readonly SessionRequest Request = new() { Type = SessionType.Api };

    public async Task RunAsync(string username, string? password, string? code, CancellationToken cancellationToken)
    {
        await schema.RequireCurrentAsync(cancellationToken);
        password ??= await AskAsync("Password", "--password", cancellationToken);
        var result = await accounts.LogInAsync(username, password, ConsoleClient.Info, Request, cancellationToken);
        if (result is LoginResult.TwoFactorRequired required)
        {
            console.MarkupLine("The password is right, and gives [yellow]TwoFactorRequired[/]: a code or a recovery code.");
            code ??= await AskAsync("Code or recovery code", "--code", cancellationToken);
            result = await accounts.CompleteTwoFactorAsync(
                required.Challenge.Reveal(), code, ConsoleClient.Info, Request, cancellationToken);
        }

        var tokens = result switch
        {
            LoginResult.Success success => success.Tokens,
            LoginResult.Throttled throttled =>
                throw new Failure($"Too many attempts. Try again in {throttled.RetryAfter.TotalSeconds:0} s."),
            LoginResult.TooManySessions => throw new Failure("There are too many sessions. Revoke one first."),
            _ => throw new Failure("Wrong username, password or code."),
        };
        console.MarkupLineInterpolated(
            $"Opened session [green]{tokens.SessionId}[/]: see 'sessions list', and end it with 'sessions revoke'.");
        if (await accounts.CountRecoveryCodesAsync(tokens.UserId, cancellationToken) is > 0 and var left)
            console.MarkupLineInterpolated($"{left} of {RecoveryCodes.Count} recovery codes are left.");
    }

    private async Task<string> AskAsync(string what, string option, CancellationToken cancellationToken) =>
        console.Profile.Capabilities.Interactive
            ? await console.PromptAsync(new TextPrompt<string>($"{what}:").Secret(), cancellationToken)
            : throw new Failure($"There is no terminal to ask on. Give {option}.");
}

using System.Security.Cryptography;

using Microsoft.EntityFrameworkCore;

using Spectre.Console;

using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sessions;

using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>Registers the user of the tour, enrols a second factor, shows the recovery codes, and logs in with password and code.</summary>
internal sealed class RegisterStep(
    IDbContextFactory<TradingDbContext> contexts, AccountManager accounts, Authenticator authenticator, IAnsiConsole console)
{
    public async Task<SessionTokens> RunAsync(CancellationToken cancellationToken)
    {
        await RemoveFormerUserAsync(cancellationToken);
        var password = InventPassword();
        var userId = await RegisterAsync(password, cancellationToken);
        var enrollment = await EnrollAsync(userId, cancellationToken);
        return await LogInAsync(password, enrollment, cancellationToken);
    }

    // The tour registers its user anew each time. With the user go the sessions, keys, strategies, signals, trades and metrics; the records
    // of changes and of authentication stay.
    private async Task RemoveFormerUserAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Users.SingleOrDefaultAsync(
            user => user.NormalizedUsername == DemoAccount.Username, cancellationToken) is not { } former)
        {
            return;
        }

        context.Users.Remove(former);
        await context.SaveChangesAsync(cancellationToken);
        console.MarkupLineInterpolated($"Removed [yellow]{former.Username}[/] of an earlier tour, and all that was theirs.");
    }

    private async Task<Guid> RegisterAsync(string password, CancellationToken cancellationToken)
    {
        var registered =
            await accounts.RegisterAsync(DemoAccount.Username, DemoAccount.Email, password, cancellationToken) as RegisterResult.Success
            ?? throw new Failure($"{DemoAccount.Username} could not be registered.");
        console.MarkupLineInterpolated($"Registered [green]{DemoAccount.Username}[/]");
        console.MarkupLineInterpolated($"Password  [green]{password}[/]  (the database holds its Argon2id hash)");

        var again = await accounts.RegisterAsync(DemoAccount.Username, DemoAccount.Email, password, cancellationToken);
        console.MarkupLineInterpolated($"Registering the same name again gives [yellow]{again.GetType().Name}[/].");
        return registered.UserId;
    }

    private async Task<TwoFactorEnrollment> EnrollAsync(Guid userId, CancellationToken cancellationToken)
    {
        var pending = await accounts.EnrollTwoFactorAsync(userId, cancellationToken) as EnrollTwoFactorResult.Pending
            ?? throw new Failure("The second factor could not be enrolled.");
        console.WriteLine("Scan this with an authenticator application, or type its key:");
        console.WriteQrCode(pending.Enrollment.RevealUri());
        console.MarkupLineInterpolated($"Key       [green]{pending.Enrollment.RevealSecret()}[/]");

        // Each code is accepted once. So the enrolment gets the one before, and the log-in that follows at once the one of now.
        // A second try, because a step of 30 seconds may end between showing a code and giving it.
        var code = authenticator.PreviousCode(pending.Enrollment);
        var confirmation = await accounts.ConfirmTwoFactorAsync(userId, code, cancellationToken);
        if (confirmation is not ConfirmTwoFactorResult.Enabled)
        {
            confirmation = await accounts.ConfirmTwoFactorAsync(
                userId, code = authenticator.PreviousCode(pending.Enrollment), cancellationToken);
        }

        if (confirmation is not ConfirmTwoFactorResult.Enabled enabled)
            throw new Failure("The authenticator's code was not accepted. Is the clock right?");
        console.MarkupLineInterpolated($"Code      [green]{code}[/]  (confirms the enrolment, and is spent)");
        console.WriteRecoveryCodes(enabled.RecoveryCodes);
        return pending.Enrollment;
    }

    private async Task<SessionTokens> LogInAsync(string password, TwoFactorEnrollment enrollment, CancellationToken cancellationToken)
    {
        var first = await accounts.LogInAsync(DemoAccount.Username, password, ConsoleClient.Info, cancellationToken: cancellationToken);
        if (first is not LoginResult.TwoFactorRequired required)
            throw new Failure($"Logging in gave {first.GetType().Name}.");
        console.MarkupLine("The password is right, and gives [yellow]TwoFactorRequired[/]: no session yet.");

        var second = await accounts.CompleteTwoFactorAsync(
            required.Challenge.Reveal(), authenticator.CurrentCode(enrollment), ConsoleClient.Info, cancellationToken: cancellationToken);
        if (second is not LoginResult.Success success)
            throw new Failure($"The code of the authenticator gave {second.GetType().Name}.");
        console.MarkupLineInterpolated($"The next code opens session [green]{success.Tokens.SessionId}[/].");
        return success.Tokens;
    }

    private static string InventPassword() =>
        string.Join('-', Enumerable.Range(0, 5).Select(_ => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 4)));
}

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sessions;

/// <summary>Adds users.</summary>
internal static class Registration
{
    public static async Task<RegisterResult> RegisterAsync(
        AccountServices services, string username, string email, string password, CancellationToken cancellationToken)
    {
        if (!AccountNames.IsUsername(username))
            return new RegisterResult.InvalidUsername();
        if (!AccountNames.IsEmail(email))
            return new RegisterResult.InvalidEmail();
        if (await services.CheckPasswordAsync(password, username, email, cancellationToken).ConfigureAwait(false) is { } fault)
            return new RegisterResult.PasswordRejected(fault);
        if (await services.Hasher.HashAsync(password, cancellationToken).ConfigureAwait(false) is not { } hash)
            return new RegisterResult.Throttled(AccountServices.HashBacklog);

        var user = new User
        {
            Id = Guid.CreateVersion7(services.Sessions.TimeProvider.GetUtcNow()),
            Username = username,
            Email = email,
            PasswordHash = hash,
        };
        var context = services.Sessions.OpenContext();
        await using (context.ConfigureAwait(false))
        {
            context.Add(user);
            AuthenticationLog.Add(context, services.Sessions, AuthenticationEventKind.UserRegistered, user.Id);
            try
            {
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (DuplicateRecordException)
            {
                var isNameTaken = await context.Set<User>()
                    .AnyAsync(other => other.NormalizedUsername == user.NormalizedUsername, cancellationToken)
                    .ConfigureAwait(false);
                return isNameTaken ? new RegisterResult.UsernameTaken() : new RegisterResult.EmailTaken();
            }
        }

        Log.UserRegistered(services.Sessions.Logger, user.Id);
        return new RegisterResult.Success(user.Id);
    }
}

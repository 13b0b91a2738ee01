using StrategyEngine.Data.Sessions.Passwords;
using StrategyEngine.Data.Sessions.Throttling;

namespace StrategyEngine.Data.Sessions;

/// <summary>What the parts of account management share. Thread-safe.</summary>
internal sealed class AccountServices
{
    /// <summary>What a caller is told to wait when too many passwords are being hashed.</summary>
    public static readonly TimeSpan HashBacklog = TimeSpan.FromSeconds(1);

    public AccountServices(SessionServices sessions, AccountOptions options)
    {
        Sessions = sessions;
        Options = options;
        Policy = new PasswordPolicy(options);
        Hasher = new PasswordHasher(
            new Argon2Parameters(options.Argon2MemoryKiB, options.Argon2Iterations, options.Argon2Parallelism),
            new HashGate(options.MaxConcurrentHashes, options.HashMemoryBudgetKiB, options.HashQueueLimit));
        Throttles = new LoginThrottles(sessions, options);
    }

    public SessionServices Sessions { get; }

    public AccountOptions Options { get; }

    public PasswordPolicy Policy { get; }

    public PasswordHasher Hasher { get; }

    public LoginThrottles Throttles { get; }

    /// <summary>What is wrong with a new password; null if nothing is.</summary>
    public async ValueTask<PasswordFault?> CheckPasswordAsync(
        string password, string username, string email, CancellationToken cancellationToken)
    {
        if (Policy.Check(password, username, email) is { } fault)
            return fault;
        return Options.IsPasswordBreached is { } isBreached && await isBreached(password, cancellationToken).ConfigureAwait(false)
            ? PasswordFault.Breached
            : null;
    }
}

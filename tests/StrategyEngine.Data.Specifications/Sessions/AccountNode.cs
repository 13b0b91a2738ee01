using StrategyEngine.Data.Model;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Specifications.Sessions;

/// <summary>A real <see cref="AccountManager"/>, whose secrets are written down as it is given and gives them.</summary>
public sealed class AccountNode(AccountManager manager, SecretLedger ledger)
{
    public async Task<RegisterResult> RegisterAsync(string username, string email, string password)
    {
        ledger.Add("password", password);
        var result = await manager.RegisterAsync(username, email, password);
        if (result is RegisterResult.Success)
            ledger.Add("e-mail address", email);
        return result;
    }

    public async Task<LoginResult> LogInAsync(
        string usernameOrEmail,
        string password,
        ClientInfo? client = null,
        SessionRequest? request = null,
        CancellationToken cancellationToken = default)
    {
        ledger.Add("password", password);
        ledger.Record(client);
        return ledger.Record(await manager.LogInAsync(usernameOrEmail, password, client, request, cancellationToken));
    }

    public async Task<LoginResult> CompleteTwoFactorAsync(
        string challenge, string code, ClientInfo? client = null, SessionRequest? request = null)
    {
        ledger.Record(client);
        return ledger.Record(await manager.CompleteTwoFactorAsync(challenge, code, client, request));
    }

    public Task<bool> LogOutAsync(string? token) => manager.LogOutAsync(token);

    public Task<bool> LogOutAsync(Guid sessionId) => manager.LogOutAsync(sessionId);

    public Task<ChangePasswordResult> ChangePasswordAsync(Guid userId, string currentPassword, string newPassword)
    {
        ledger.Add("password", newPassword);
        return manager.ChangePasswordAsync(userId, currentPassword, newPassword);
    }

    public Task<ChangePasswordResult> SetPasswordAsync(Guid userId, string newPassword)
    {
        ledger.Add("password", newPassword);
        return manager.SetPasswordAsync(userId, newPassword);
    }

    public Task<VerifyPasswordResult> VerifyPasswordAsync(Guid userId, string password) => manager.VerifyPasswordAsync(userId, password);

    public Task<bool> ResetTwoFactorAsync(Guid userId) => manager.ResetTwoFactorAsync(userId);

    public Task<bool> DisableAsync(Guid userId) => manager.DisableAsync(userId);

    public Task<bool> EnableAsync(Guid userId) => manager.EnableAsync(userId);

    public Task<bool> EraseAsync(Guid userId) => manager.EraseAsync(userId);

    public async Task<EnrollTwoFactorResult> EnrollTwoFactorAsync(Guid userId) => ledger.Record(await manager.EnrollTwoFactorAsync(userId));

    public async Task<ConfirmTwoFactorResult> ConfirmTwoFactorAsync(Guid userId, string code) =>
        ledger.Record(await manager.ConfirmTwoFactorAsync(userId, code));

    public Task<TwoFactorResult> VerifyTwoFactorAsync(Guid userId, string code) => manager.VerifyTwoFactorAsync(userId, code);

    public Task<TwoFactorResult> DisableTwoFactorAsync(Guid userId, string code) => manager.DisableTwoFactorAsync(userId, code);

    public async Task<ReplaceRecoveryCodesResult> ReplaceRecoveryCodesAsync(Guid userId, string code) =>
        ledger.Record(await manager.ReplaceRecoveryCodesAsync(userId, code));

    public Task<int> CountRecoveryCodesAsync(Guid userId) => manager.CountRecoveryCodesAsync(userId);

    public async Task<StepUpResult> StepUpAsync(string accessToken, string code, ClientInfo? client = null)
    {
        ledger.Record(client);
        return ledger.Record(await manager.StepUpAsync(accessToken, code, client));
    }

    public async Task<RevealCredentialResult> RevealCredentialAsync(string accessToken, Guid credentialId, ClientInfo? client = null)
    {
        ledger.Record(client);
        var result = await manager.RevealCredentialAsync(accessToken, credentialId, client);
        if (result is RevealCredentialResult.Granted { Credential: var credential })
        {
            ledger.Add("API key", credential.ApiKey?.Reveal());
            ledger.Add("API secret", credential.ApiSecret?.Reveal());
        }

        return result;
    }

    public Task<IReadOnlyList<AuthenticationEvent>> ListEventsAsync(Guid userId, int count = 100) => manager.ListEventsAsync(userId, count);
}

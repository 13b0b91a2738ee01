using System.Diagnostics;
using System.Security.Cryptography;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Encryption.Values;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sessions.ServiceKeys;

namespace StrategyEngine.Data.Sessions;

/// <summary>API keys that the application issues to programs, such as trading bots, that act for a user without logging in.</summary>
/// <remarks>
/// Thread-safe; one per database and process. A credential is shown once, stored as a hash, bound to scopes and networks, and always ends.
/// Each authentication reads one row: a revocation counts at once, on every node. See <c>docs/sessions.md</c>.
/// </remarks>
[DebuggerDisplay("ServiceCredentials of {_services.Database.Display,nq}")]
public sealed class ServiceCredentials
{
    private const int MaxList = 1000;

    private static readonly TimeSpan UseInterval = TimeSpan.FromMinutes(1);
    private readonly SessionServices _services;

    /// <summary>Creates the service; nothing is read before the first use.</summary>
    /// <param name="sessions">The sessions of the database.</param>
    public ServiceCredentials(SessionManager sessions)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        _services = sessions.Services;
    }

    /// <summary>Makes a credential.</summary>
    /// <param name="userId">For whom it acts.</param>
    /// <param name="request">What it is for.</param>
    /// <param name="cancellationToken">Cancels before it is stored.</param>
    public async Task<CreateServiceCredentialResult> CreateAsync(
        Guid userId, ServiceCredentialRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Name is not { Length: >= 1 and <= 100 } || request.Name.Any(char.IsControl) || !WellFormed.Is(request.Name))
            return new CreateServiceCredentialResult.Invalid(ServiceCredentialFault.Name);
        if (request.Lifetime < TimeSpan.FromMinutes(1) || request.Lifetime > TimeSpan.FromDays(366))
            return new CreateServiceCredentialResult.Invalid(ServiceCredentialFault.Lifetime);
        if (SpaceSeparated.TryJoin(request.Scopes, MaxList) is not { Length: > 0 } scopes)
            return new CreateServiceCredentialResult.Invalid(ServiceCredentialFault.Scopes);
        if (NetworkList.TryJoin(request.Networks, MaxList) is not { } networks)
            return new CreateServiceCredentialResult.Invalid(ServiceCredentialFault.Networks);

        var now = _services.Now;
        var key = ServiceKey.New(Guid.CreateVersion7(_services.TimeProvider.GetUtcNow()));
        var expiresAt = now + request.Lifetime;
        var isCreated = await _services.InTransactionAsync(
            async (context, transaction, token) =>
            {
                if (!await context.Set<User>().AnyAsync(user => user.Id == userId && user.IsActive, token).ConfigureAwait(false))
                    return false;
                context.Add(new ServiceCredential
                {
                    Id = key.Id,
                    UserId = userId,
                    Name = request.Name,
                    SecretHash = key.Hash(),
                    Scopes = scopes,
                    Networks = networks,
                    ExpiresAt = expiresAt,
                });
                AuthenticationLog.Add(context, _services, AuthenticationEventKind.ServiceCredentialCreated, userId, subjectId: key.Id);
                await context.SaveChangesAsync(token).ConfigureAwait(false);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        if (!isCreated)
            return new CreateServiceCredentialResult.UnknownUser();
        Log.ServiceCredentialChanged(_services.Logger, key.Id, userId, "created");
        return new CreateServiceCredentialResult.Created(key.Id, new IssuedToken(key.Encode(), expiresAt));
    }

    /// <summary>Tells whether a credential is good, and for whom it acts.</summary>
    /// <param name="key">The credential as presented, without <c>Bearer</c>. Anything may be given, of any size.</param>
    /// <param name="client">Who presents it. A credential with networks is refused without an address.</param>
    /// <param name="cancellationToken">Cancels the wait for the database.</param>
    public async Task<ServiceAuthenticationResult> AuthenticateAsync(
        string? key, ClientInfo? client = null, CancellationToken cancellationToken = default)
    {
        if (ServiceKey.TryParse(key) is not { } presented)
            return Rejected(ServiceCredentialRejection.Malformed);
        var context = _services.OpenContext();
        await using (context.ConfigureAwait(false))
        {
            var now = _services.Now;
            var row = await context.Set<ServiceCredential>().AsNoTracking()
                .Where(credential => credential.Id == presented.Id)
                .Select(credential => new { Credential = credential, UserIsActive = credential.User!.IsActive })
                .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            if (row is null || !CryptographicOperations.FixedTimeEquals(row.Credential.SecretHash, presented.Hash()))
                return Rejected(ServiceCredentialRejection.Unknown);
            var credential = row.Credential;
            var stale = now - UseInterval;
            ServiceCredentialRejection? rejection =
                credential.RevokedAt is not null ? ServiceCredentialRejection.Revoked
                : credential.ExpiresAt <= now ? ServiceCredentialRejection.Expired
                : !row.UserIsActive ? ServiceCredentialRejection.UserDisabled
                : !NetworkList.Contains(credential.Networks, client?.IpAddress) ? ServiceCredentialRejection.WrongNetwork
                : null;
            if (rejection is { } reason)
            {
                var recorded = await context.Set<ServiceCredential>()
                    .Where(other => other.Id == credential.Id && (other.LastRefusedAt == null || other.LastRefusedAt <= stale))
                    .ExecuteUpdateAsync(update => update.SetProperty(other => other.LastRefusedAt, now), cancellationToken)
                    .ConfigureAwait(false);
                if (recorded == 1)
                {
                    AuthenticationLog.Add(
                        context,
                        _services,
                        AuthenticationEventKind.ServiceCredentialRefused,
                        credential.UserId,
                        subjectId: credential.Id,
                        detail: SnakeCase.Write(reason),
                        client: client);
                    await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                }

                return Rejected(reason);
            }

            if (credential.LastUsedAt is null || credential.LastUsedAt <= stale)
            {
                await _services.TryWriteUseAsync(
                    context,
                    () => context.Set<ServiceCredential>()
                        .Where(other => other.Id == credential.Id && (other.LastUsedAt == null || other.LastUsedAt <= stale))
                        .ExecuteUpdateAsync(update => update.SetProperty(other => other.LastUsedAt, now), cancellationToken))
                        .ConfigureAwait(false);
            }

            return new ServiceAuthenticationResult.Valid(new ServiceIdentity(
                credential.Id, credential.UserId, credential.Name, SpaceSeparated.Split(credential.Scopes), credential.ExpiresAt));
        }
    }

    /// <summary>The credentials of a user, ended ones included, the latest first.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Cancels the wait for the database.</param>
    public async Task<IReadOnlyList<ServiceCredentialInfo>> ListAsync(Guid userId, CancellationToken cancellationToken = default)
    {
        var context = _services.OpenContext();
        await using (context.ConfigureAwait(false))
        {
            var credentials = await context.Set<ServiceCredential>().AsNoTracking()
                .Where(credential => credential.UserId == userId)
                .OrderByDescending(credential => credential.CreatedAt).ThenByDescending(credential => credential.Id)
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            return credentials.ConvertAll(credential => new ServiceCredentialInfo(
                credential.Id,
                credential.Name,
                SpaceSeparated.Split(credential.Scopes),
                SpaceSeparated.Split(credential.Networks),
                credential.CreatedAt,
                credential.ExpiresAt,
                credential.LastUsedAt,
                credential.RevokedAt));
        }
    }

    /// <summary>Revokes a credential: from now on it is refused, on every node.</summary>
    /// <param name="credentialId">The credential.</param>
    /// <param name="ownerId">Whose it must be, where the id comes from a client: another's credential is left alone. Null for
    /// anyone's.</param>
    /// <param name="cancellationToken">Cancels before it is revoked.</param>
    /// <returns>Whether there is one that was not revoked until now.</returns>
    public async Task<bool> RevokeAsync(Guid credentialId, Guid? ownerId = null, CancellationToken cancellationToken = default)
    {
        var owner = await _services.InTransactionAsync(
            async (context, transaction, token) =>
            {
                var credentials = context.Set<ServiceCredential>()
                    .Where(credential => credential.Id == credentialId && (ownerId == null || credential.UserId == ownerId));
                var revoked = await credentials.Where(credential => credential.RevokedAt == null)
                    .ExecuteUpdateAsync(
                        // Whoever uses it after this is recorded, whatever was refused before.
                        update => update.SetProperty(credential => credential.RevokedAt, _services.Now)
                            .SetProperty(credential => credential.LastRefusedAt, (DateTimeOffset?)null),
                        token).ConfigureAwait(false);
                if (revoked == 0)
                    return (Guid?)null;
                var userId = await credentials.Select(credential => credential.UserId).SingleAsync(token).ConfigureAwait(false);
                AuthenticationLog.Add(
                    context, _services, AuthenticationEventKind.ServiceCredentialRevoked, userId, subjectId: credentialId);
                await context.SaveChangesAsync(token).ConfigureAwait(false);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                return userId;
            },
            cancellationToken).ConfigureAwait(false);
        if (owner is { } user)
            Log.ServiceCredentialChanged(_services.Logger, credentialId, user, "revoked");
        return owner is not null;
    }

    private static ServiceAuthenticationResult.Rejected Rejected(ServiceCredentialRejection reason)
    {
        if (SessionMetrics.CountsRejections)
            SessionMetrics.Rejected(SnakeCase.Write(reason));
        return new ServiceAuthenticationResult.Rejected(reason);
    }
}

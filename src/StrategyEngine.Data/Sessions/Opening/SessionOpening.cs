namespace StrategyEngine.Data.Sessions;

/// <summary>A session that is to be opened.</summary>
/// <param name="UserId">Whose session.</param>
/// <param name="SecurityVersion">The user's security version when the credentials were checked; null to take the present one.</param>
/// <param name="Client">Who opens it.</param>
/// <param name="Request">What it is for.</param>
/// <param name="IsNewDevice">Whether the log-in came from a device that was not known.</param>
internal sealed record SessionOpening(
    Guid UserId, int? SecurityVersion, ClientInfo Client, SessionRequest Request, bool IsNewDevice = false);

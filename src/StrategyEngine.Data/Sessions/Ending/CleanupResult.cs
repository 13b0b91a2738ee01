namespace StrategyEngine.Data.Sessions;

/// <summary>What a clean-up deleted.</summary>
/// <param name="Sessions">Sessions that had ended.</param>
/// <param name="Throttles">Records of attempts that no longer slow anyone.</param>
/// <param name="SigningKeys">Signing keys under which no token can be valid any more.</param>
/// <param name="Events">Entries of the record of authentication past <see cref="SessionOptions.EventRetention"/>.</param>
public sealed record CleanupResult(int Sessions, int Throttles, int SigningKeys, int Events);

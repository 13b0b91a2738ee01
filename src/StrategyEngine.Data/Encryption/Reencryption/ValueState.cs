namespace StrategyEngine.Data.Encryption.Jobs;

/// <summary>What a stored value is, as far as re-encryption is concerned.</summary>
internal enum ValueState
{
    /// <summary>Under the active key and the present name.</summary>
    Current,

    /// <summary>Under an older key.</summary>
    Outdated,

    /// <summary>Under a former name.</summary>
    Renamed,

    /// <summary>Not encrypted yet.</summary>
    Plaintext,
}
